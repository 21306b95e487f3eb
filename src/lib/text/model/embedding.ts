/** The table of vectors, kept as it was served: a text needs few of its rows. */
import type { Span } from '#lib/text/units/tokens.ts';
import type { TextWeight } from './format.ts';
import { decodeWeight } from './weights.ts';

export class EmbeddingTable {
  readonly columns: number;
  readonly #weight: TextWeight;
  readonly #bytes: ArrayBuffer;
  /** Of quantised rows: bytes and (min, step) pairs. */
  readonly #quantised: { readonly values: Uint8Array; readonly ranges: Float32Array } | undefined;
  #decoded: Float32Array | undefined;

  constructor(weight: TextWeight, bytes: ArrayBuffer) {
    const [rows = 0, columns = 0] = weight.shape;
    this.columns = columns;
    this.#weight = weight;
    this.#bytes = bytes;
    if (weight.type === 'uint8') {
      this.#quantised = {
        values: new Uint8Array(bytes, weight.at, rows * columns),
        ranges: new Float32Array(bytes, weight.ranges, 2 * rows),
      };
    }
  }

  /** The vectors of the tokens, [tokens, columns], each the mean of its rows. */
  vectors({ tokens: { rows, firsts }, from, to }: Span): Float32Array {
    const vectors = new Float32Array((to - from) * this.columns);
    for (let token = from, at = 0; token < to; token++, at += this.columns) {
      const first = firsts[token]!;
      const after = firsts[token + 1]!;
      for (let n = first; n < after; n++) this.#add(rows[n]!, 1 / (after - first), vectors, at);
    }
    return vectors;
  }

  /** The whole table as float32, [rows, columns]. */
  decode(): Float32Array {
    return decodeWeight(this.#weight, this.#bytes);
  }

  #add(row: number, share: number, into: Float32Array, at: number): void {
    const { columns } = this;
    const from = row * columns;
    if (this.#quantised) {
      const { values, ranges } = this.#quantised;
      const low = ranges[2 * row]! * share;
      const step = ranges[2 * row + 1]! * share;
      for (let n = 0; n < columns; n++) into[at + n]! += low + values[from + n]! * step;
    } else {
      const values = (this.#decoded ??= this.decode());
      for (let n = 0; n < columns; n++) into[at + n]! += values[from + n]! * share;
    }
  }
}
