/** A small copy of a picture that can be shown with a patch of it covered. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Patch } from './explain.ts';

/** Networks see at most this much; covering the full picture would only cost time. */
const longestSide = 480;

export class CoveredImage {
  readonly width: number;
  readonly height: number;
  readonly #image: ImageBitmap;
  readonly #canvas: OffscreenCanvas;
  readonly #context: OffscreenCanvasRenderingContext2D;

  /** @throws FailureError `image-unsupported` where workers cannot draw */
  constructor(image: ImageBitmap) {
    const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
    this.width = Math.max(1, Math.round(image.width * scale));
    this.height = Math.max(1, Math.round(image.height * scale));
    const context =
      typeof OffscreenCanvas === 'undefined'
        ? null
        : new OffscreenCanvas(this.width, this.height).getContext('2d');
    if (!context) throw new FailureError('image-unsupported', 'no 2d canvas in workers');
    this.#image = image;
    this.#context = context;
    this.#canvas = context.canvas;
  }

  /** The caller closes it. */
  without(patch: Patch | undefined): ImageBitmap {
    const { width, height } = this;
    this.#context.drawImage(this.#image, 0, 0, width, height);
    if (patch) {
      // Grey says least: black and white are things that networks have learnt to see.
      this.#context.fillStyle = 'rgb(128 128 128)';
      this.#context.fillRect(
        patch.x * width,
        patch.y * height,
        patch.width * width,
        patch.height * height,
      );
    }
    return this.#canvas.transferToImageBitmap();
  }
}
