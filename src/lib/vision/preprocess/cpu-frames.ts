/** Frames read into memory: in the camera's own planes where possible, else through a canvas. */
import { tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { frameSize, isVideoFrame, type Frame } from './frame.ts';
import { specKey, type InputSpec } from './input-spec.ts';
import { isReadableFormat, planarImage, type PlanarImage, type ReadableFormat } from './planes.ts';
import type { Preprocessor } from './preprocessor.ts';
import { Sampler } from './sampler.ts';
import { TensorPool } from './tensor-pool.ts';

/** Longest side that is read back from a canvas; anything larger is drawn smaller first. */
const largestReadback = 2048;

interface Input {
  readonly sampler: Sampler;
  readonly pool: TensorPool<Float32Array<ArrayBuffer>>;
}

export class CpuPreprocessor implements Preprocessor {
  readonly compiles = false;
  readonly #reader = new FrameReader();
  readonly #inputs = new Map<string, Input>();

  async toTensors(frame: Frame, specs: readonly InputSpec[]): Promise<Tensor4D[]> {
    const image = await this.#reader.read(frame);
    return specs.map((spec) => {
      const { sampler, pool } = this.#input(spec);
      return pool.lend((values) => sampler.sample(image, values));
    });
  }

  dispose(): void {
    this.#inputs.clear();
  }

  #input(spec: InputSpec): Input {
    const key = specKey(spec);
    let input = this.#inputs.get(key);
    if (!input) {
      const shape: [number, number, number, number] = [1, spec.size, spec.size, 3];
      input = {
        sampler: new Sampler(spec),
        pool: new TensorPool(
          () => new Float32Array(spec.size * spec.size * 3),
          (values) => tensor(values, shape),
        ),
      };
      this.#inputs.set(key, input);
    }
    return input;
  }
}

/** Reads frames into one buffer that is reused: an image is valid until the next `read`. */
export class FrameReader {
  #bytes = new Uint8Array(0);
  #context: OffscreenCanvasRenderingContext2D | undefined;

  async read(frame: Frame): Promise<PlanarImage> {
    if (isVideoFrame(frame) && isReadableFormat(frame.format) && isUpright(frame)) {
      return this.#readPlanes(frame, frame.format);
    }
    return this.#readCanvas(frame);
  }

  async #readPlanes(frame: VideoFrame, format: ReadableFormat): Promise<PlanarImage> {
    const size = frame.allocationSize();
    if (this.#bytes.byteLength < size) this.#bytes = new Uint8Array(size);
    const layout = await frame.copyTo(this.#bytes);
    const { width, height } = frame.visibleRect ?? {
      width: frame.codedWidth,
      height: frame.codedHeight,
    };
    return planarImage(this.#bytes, format, layout, width, height, frame.colorSpace);
  }

  #readCanvas(frame: Frame): PlanarImage {
    const full = frameSize(frame);
    const shrink = Math.min(1, largestReadback / Math.max(full.width, full.height));
    const width = Math.max(1, Math.round(full.width * shrink));
    const height = Math.max(1, Math.round(full.height * shrink));
    const context = this.#canvas(width, height);
    context.drawImage(frame, 0, 0, width, height);
    const { data } = context.getImageData(0, 0, width, height);
    return planarImage(data, 'RGBA', [{ offset: 0, stride: width * 4 }], width, height);
  }

  #canvas(width: number, height: number): OffscreenCanvasRenderingContext2D {
    if (!this.#context) {
      // Read often, so kept in memory: a canvas on the GPU would be fetched back each time.
      const context = new OffscreenCanvas(width, height).getContext('2d', {
        willReadFrequently: true,
        alpha: false,
      });
      if (!context) throw new Error('no 2D canvas in this worker');
      this.#context = context;
    }
    const { canvas } = this.#context;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    this.#context.imageSmoothingQuality = 'high';
    return this.#context;
  }
}

/**
 * `copyTo` gives the pixels as they lie in memory; turning or flipping (phones) is applied only on
 * the way to a canvas. TypeScript's DOM types do not know the two fields yet.
 */
function isUpright(frame: VideoFrame & { rotation?: number; flip?: boolean }): boolean {
  return !frame.rotation && !frame.flip;
}
