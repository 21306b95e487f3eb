/** What a head answers. */
import type { Head, HeadLayer, Matrix } from './head.ts';
import { NeighbourVotes } from './knn.ts';
import { createMatrix, rowOf, softmax } from './matrix.ts';
import { normalise } from './normalise.ts';

/** Answers with one head again and again, in the same working memory. */
export class Predictor {
  readonly head: Head;
  readonly #x: Float32Array<ArrayBuffer>;
  readonly #outputs: readonly Float64Array<ArrayBuffer>[];
  #votes: NeighbourVotes | undefined;

  constructor(head: Head) {
    this.head = head;
    this.#x = new Float32Array(head.dimensions);
    this.#outputs = head.layers.map(({ bias }) => new Float64Array(bias.length));
  }

  /**
   * Before the softmax and the temperature.
   * @param vector [dimensions] as the trunk gives it
   * @param out [classes]
   */
  logits(
    vector: ArrayLike<number>,
    out: Float32Array = new Float32Array(this.head.classes.length),
  ): Float32Array {
    const { head } = this;
    if (vector.length !== head.dimensions) {
      throw new RangeError(`${vector.length} values for ${head.dimensions} dimensions`);
    }
    normalise(vector, head.normalisation, this.#x);
    if (head.neighbours) {
      this.#votes ??= new NeighbourVotes(head.neighbours, head.normalisation.mean);
      this.#votes.logits(this.#x, out);
      return out;
    }
    let x: Float32Array | Float64Array = this.#x;
    head.layers.forEach((layer, i) => {
      runLayer(layer, x, this.#outputs[i]!);
      x = this.#outputs[i]!;
    });
    out.set(x);
    return out;
  }

  /** softmax(logits ÷ temperature): [classes], adds up to 1. */
  scores(
    vector: ArrayLike<number>,
    out: Float32Array = new Float32Array(this.head.classes.length),
  ): Float32Array {
    this.logits(vector, out);
    softmax(out, this.head.temperature);
    return out;
  }
}

function runLayer(
  { weights: { columns, data }, bias, activation }: HeadLayer,
  x: Float32Array | Float64Array,
  out: Float64Array,
): void {
  out.set(bias);
  for (let i = 0; i < x.length; i++) {
    const value = x[i]!;
    if (value === 0) continue;
    const from = i * columns;
    for (let j = 0; j < columns; j++) out[j]! += value * data[from + j]!;
  }
  if (activation === 'relu') for (let j = 0; j < columns; j++) out[j] = Math.max(0, out[j]!);
}

/** Logits of many: [rows, classes]. */
export function logitsOf(head: Head, vectors: Matrix): Matrix {
  const predictor = new Predictor(head);
  const out = createMatrix(vectors.rows, head.classes.length);
  for (let i = 0; i < vectors.rows; i++) predictor.logits(rowOf(vectors, i), rowOf(out, i));
  return out;
}

/** Scores of many: [rows, classes]. */
export function scoresOf(head: Head, vectors: Matrix): Matrix {
  const out = logitsOf(head, vectors);
  for (let i = 0; i < out.rows; i++) softmax(rowOf(out, i), head.temperature);
  return out;
}
