/** Turns kept samples into embeddings, one picture in memory at a time. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { readPictures } from '#lib/storage/samples.ts';
import type { EmbeddingCache } from './cache.ts';
import { type Vectors } from './cache.ts';
import { decodePicture } from './picture.ts';
import type { Sight } from './sight.ts';

/** As much of {@link Sight} as embedding needs; tests stand in for it. */
export type Eye = Pick<Sight, 'see'>;

/** Looking for pictures this many at a time; their bytes stay on disk until they are decoded. */
const batch = 16;

export interface EmbedderOptions {
  readonly eye: Eye;
  readonly cache: EmbeddingCache;
  /** The pictures to embed for one sample: itself, and whatever else a caller makes of it. */
  readonly pictures?: (picture: ImageBitmap, sampleId: string) => Iterable<ImageBitmap>;
}

export type Embedded =
  | { readonly kind: 'rows'; readonly rows: Vectors }
  | { readonly kind: 'unreadable'; readonly failure: Failure };

export class Embedder {
  readonly #options: EmbedderOptions;
  #waiting = new Map<string, Blob>();
  /** Why the newest embeddings could not be kept; they serve from memory and are made again next time. */
  unkept: Failure | undefined;

  constructor(options: EmbedderOptions) {
    this.#options = options;
  }

  get cache(): EmbeddingCache {
    return this.#options.cache;
  }

  /**
   * @param soon ids that are asked for next, to read their pictures together.
   * @throws the signal's reason, FailureError of the backend
   */
  async embed(id: string, soon: Iterable<string>, signal: AbortSignal): Promise<Embedded> {
    const picture = await this.#picture(id, soon);
    signal.throwIfAborted();
    if (!picture) return unreadable({ code: 'image-unreadable', detail: 'no picture is kept' });
    let bitmap: ImageBitmap;
    try {
      bitmap = await decodePicture(picture);
    } catch (error) {
      if (error instanceof FailureError) return unreadable(error.failure);
      throw error;
    }
    try {
      return { kind: 'rows', rows: await this.#keep(id, await this.#see(bitmap, id, signal)) };
    } finally {
      bitmap.close();
    }
  }

  /** Writes what is not yet on disk. */
  async flush(): Promise<void> {
    await this.#storing(() => this.cache.flush());
  }

  async #see(bitmap: ImageBitmap, id: string, signal: AbortSignal): Promise<Float32Array> {
    const { eye, pictures } = this.#options;
    if (!pictures) return (await eye.see(bitmap)).embedding;
    const rows: Float32Array[] = [];
    for (const picture of pictures(bitmap, id)) {
      try {
        rows.push((await eye.see(picture)).embedding);
      } finally {
        picture.close();
      }
      signal.throwIfAborted();
    }
    return joined(rows);
  }

  async #keep(id: string, rows: Float32Array): Promise<Vectors> {
    const kept = this.cache.remember(id, rows);
    if (this.cache.due) await this.flush();
    return kept;
  }

  async #storing(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.unkept = undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.unkept = error.failure;
    }
  }

  async #picture(id: string, soon: Iterable<string>): Promise<Blob | undefined> {
    const waiting = this.#waiting.get(id);
    if (waiting) {
      this.#waiting.delete(id);
      return waiting;
    }
    const ids = [id];
    for (const other of soon) {
      if (ids.length === batch) break;
      if (other !== id) ids.push(other);
    }
    this.#waiting = await readPictures(this.cache.place.projectId, ids);
    const picture = this.#waiting.get(id);
    this.#waiting.delete(id);
    return picture;
  }
}

const unreadable = (failure: Failure): Embedded => ({ kind: 'unreadable', failure });

function joined(rows: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    all.set(row, at);
    at += row.length;
  }
  return all;
}
