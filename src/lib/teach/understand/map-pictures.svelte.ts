/** Thumbnails decoded for a canvas, asked for as they come into sight. */
import type { PictureFaces } from './sample-faces.ts';

/** Decoded pictures that are kept: what a map can show at once, and some more. */
const MOST = 600;

export class MapPictures {
  readonly #source: PictureFaces;
  readonly #pictures = new Map<string, HTMLImageElement | undefined>();
  readonly #release = new Map<string, () => void>();
  #arrived = $state(0);
  #told = false;

  constructor(source: PictureFaces) {
    this.#source = source;
  }

  /** Counts up when pictures have arrived that were asked for. */
  get arrived(): number {
    return this.#arrived;
  }

  /** The picture of a sample, once it is there. */
  readonly pictureOf = (id: string): HTMLImageElement | undefined => {
    if (!this.#pictures.has(id)) this.#ask(id);
    return this.#pictures.get(id);
  };

  close(): void {
    for (const release of this.#release.values()) release();
    this.#release.clear();
    this.#pictures.clear();
  }

  #ask(id: string): void {
    this.#pictures.set(id, undefined);
    for (const oldest of this.#pictures.keys()) {
      if (this.#pictures.size <= MOST) break;
      this.#release.get(oldest)?.();
      this.#release.delete(oldest);
      this.#pictures.delete(oldest);
    }
    const release = this.#source.show(id, (url) => {
      const image = new Image();
      image.onload = () => {
        if (!this.#pictures.has(id)) return;
        this.#pictures.set(id, image);
        this.#tell();
      };
      image.src = url;
    });
    this.#release.set(id, release);
  }

  /** Many arrive together: one drawing for all of them. */
  #tell(): void {
    if (this.#told) return;
    this.#told = true;
    requestAnimationFrame(() => {
      this.#told = false;
      this.#arrived++;
    });
  }
}
