/** Embeddings as they are kept: float16, so that ten thousand samples are eleven megabytes. */
import { decodeHalves, encodeHalves } from '#lib/engine/graph/half.ts';
import { eachEmbeddings, writeEmbeddings } from '#lib/storage/embeddings.ts';
import type { EmbeddingRow } from '#lib/storage/project-rows.ts';

/** Rows are written this many at a time, or after this long: a killed tab loses no more. */
const batchRows = 32;
const batchMs = 1_000;

export type Vectors = Float32Array<ArrayBuffer>;

/** What rows have in common. */
export type Place = Pick<EmbeddingRow, 'projectId' | 'trunk' | 'augmentation' | 'dimensions'>;

/** What is kept for one project, trunk and augmentation. */
export class EmbeddingCache {
  readonly place: Place;
  readonly #kept = new Map<string, Uint16Array<ArrayBuffer>>();
  #unwritten: EmbeddingRow[] = [];
  #writtenMs = performance.now();

  private constructor(place: Place) {
    this.place = place;
  }

  /** @throws FailureError of the storage */
  static async open(place: Place): Promise<EmbeddingCache> {
    const cache = new EmbeddingCache(place);
    const { projectId, trunk, augmentation, dimensions } = place;
    for await (const rows of eachEmbeddings(projectId, trunk, augmentation)) {
      for (const row of rows) {
        if (row.dimensions === dimensions) cache.#kept.set(row.sampleId, row.vectors);
      }
    }
    return cache;
  }

  has(sampleId: string): boolean {
    return this.#kept.has(sampleId);
  }

  /** What is kept of a sample: rows after each other. */
  get(sampleId: string): Vectors | undefined {
    const halves = this.#kept.get(sampleId);
    return halves && decode(halves);
  }

  /** Takes the rows of a sample. @returns them as they will be read again, so that nothing differs. */
  remember(sampleId: string, rows: Float32Array): Vectors {
    const vectors = encodeHalves(rows);
    this.#kept.set(sampleId, vectors);
    this.#unwritten.push({ ...this.place, sampleId, vectors });
    return decode(vectors);
  }

  /** Enough waits to be written, or it waits for long enough. */
  get due(): boolean {
    const waiting = this.#unwritten.length;
    if (waiting === 0) return false;
    return waiting >= batchRows || performance.now() > this.#writtenMs + batchMs;
  }

  /** @throws FailureError of the storage; what could not be written is tried again the next time. */
  async flush(): Promise<void> {
    this.#writtenMs = performance.now();
    const rows = this.#unwritten;
    if (rows.length === 0) return;
    this.#unwritten = [];
    try {
      await writeEmbeddings(rows);
    } catch (error) {
      this.#unwritten = [...rows, ...this.#unwritten];
      throw error;
    }
  }
}

function decode(halves: Uint16Array<ArrayBuffer>): Vectors {
  return decodeHalves(halves.buffer, halves.byteOffset / 2, halves.length) as Vectors;
}
