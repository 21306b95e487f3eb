/** Every embedded sample of the project that is followed, with its labels. Pure. */
import type { LabelledSample } from './protocol.ts';

export interface Exhibit {
  readonly sample: LabelledSample;
  /** Row of the gallery's vectors. */
  readonly row: number;
}

/** A slot that grows is doubled, so that adding costs the same however many there are. */
const firstRows = 64;

export class Gallery {
  readonly dimensions: number;
  readonly #exhibits = new Map<string, Exhibit>();
  /** Rows that no sample uses any more. */
  readonly #free: number[] = [];
  #vectors: Float32Array<ArrayBuffer>;
  #used = 0;

  constructor(dimensions: number) {
    this.dimensions = dimensions;
    this.#vectors = new Float32Array(firstRows * dimensions);
  }

  get size(): number {
    return this.#exhibits.size;
  }

  get(id: string): Exhibit | undefined {
    return this.#exhibits.get(id);
  }

  /** A view, valid until the next {@link put}. */
  vector(id: string): Float32Array<ArrayBuffer> | undefined {
    const exhibit = this.#exhibits.get(id);
    return exhibit && this.#row(exhibit.row);
  }

  /** A new sample with its embedding. */
  put(sample: LabelledSample, vector: Float32Array): void {
    const row = this.#exhibits.get(sample.id)?.row ?? this.#free.pop() ?? this.#used++;
    if (this.#vectors.length < this.#used * this.dimensions) this.#grow();
    this.#row(row).set(vector);
    this.#exhibits.set(sample.id, { sample, row });
  }

  /** Other labels for a sample that is here. */
  relabel(sample: LabelledSample): void {
    const exhibit = this.#exhibits.get(sample.id);
    if (exhibit) this.#exhibits.set(sample.id, { ...exhibit, sample });
  }

  remove(id: string): void {
    const exhibit = this.#exhibits.get(id);
    if (!exhibit) return;
    this.#exhibits.delete(id);
    this.#free.push(exhibit.row);
  }

  /** By id, so that the same samples always come in the same order, however they arrived. */
  samples(): LabelledSample[] {
    return [...this.#exhibits.values()]
      .map(({ sample }) => sample)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** The embeddings of these samples, row after row; a copy. */
  matrix(samples: readonly LabelledSample[]): Float32Array<ArrayBuffer> {
    const matrix = new Float32Array(samples.length * this.dimensions);
    samples.forEach(({ id }, i) => {
      const vector = this.vector(id);
      if (!vector) throw new RangeError(`${id} is not embedded`);
      matrix.set(vector, i * this.dimensions);
    });
    return matrix;
  }

  #row(row: number): Float32Array<ArrayBuffer> {
    return this.#vectors.subarray(row * this.dimensions, (row + 1) * this.dimensions);
  }

  #grow(): void {
    const vectors = new Float32Array(this.#vectors.length * 2);
    vectors.set(this.#vectors);
    this.#vectors = vectors;
  }
}
