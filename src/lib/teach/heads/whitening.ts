/**
 * What changes in an embedding when the thing shown stays the same (place, size, light, background,
 * one cup for another) is much alike for all things. Learnt once from many photos, it can be
 * discounted before a project has shown enough to learn it itself: the covariance within classes,
 * P = I + U·diag(s)·Uᵀ with few directions U, is turned to the identity by T = P^(−1/2). Linear heads
 * are fitted on T·x and turned back, so that a head still takes embeddings as they are.
 * (Hariharan, Malik and Ramanan, 2012, whiten features with a fixed covariance so.) Pure.
 */
import { createMatrix, dot32, rowOf } from './matrix.ts';
import type { Examples, Head } from './head.ts';

export interface Whitening {
  readonly dimensions: number;
  /** Orthonormal rows [count, dimensions]. */
  readonly directions: Float32Array;
  /** [count], what P has beyond 1 along each. */
  readonly excess: Float32Array;
  /** [dimensions], the mean embedding of all those photos: what every picture has in common. */
  readonly centre: Float32Array;
}

/** T·x. @param out may be `x` itself. */
export function whiten(whitening: Whitening, x: Float32Array, out: Float32Array): void {
  stretch(whitening, x, out, (excess) => 1 / Math.sqrt(1 + excess) - 1);
}

/** A symmetric linear map, in place. */
export type Turn = (v: Float64Array) => void;

/** T·x in place. Sums of embeddings are turned instead of every embedding. */
export function whitenExactly(
  { dimensions, directions, excess }: Whitening,
  x: Float64Array,
): void {
  for (let k = 0; k < excess.length; k++) {
    const from = k * dimensions;
    let along = 0;
    for (let j = 0; j < dimensions; j++) along += directions[from + j]! * x[j]!;
    // Directions are orthonormal, so those that were taken do not disturb the next.
    along *= 1 / Math.sqrt(1 + excess[k]!) - 1;
    for (let j = 0; j < dimensions; j++) x[j]! += along * directions[from + j]!;
  }
}

/** T⁻¹·x. @param out may be `x` itself. */
export function unwhiten(whitening: Whitening, x: Float32Array, out: Float32Array): void {
  stretch(whitening, x, out, (excess) => Math.sqrt(1 + excess) - 1);
}

function stretch(
  { dimensions, directions, excess }: Whitening,
  x: Float32Array,
  out: Float32Array,
  by: (excess: number) => number,
): void {
  const along = new Float64Array(excess.length);
  for (let k = 0; k < along.length; k++) {
    along[k] = by(excess[k]!) * dot32(directions, k * dimensions, x, 0, dimensions);
  }
  if (out !== x) out.set(x);
  for (let k = 0; k < along.length; k++) {
    const amount = along[k]!;
    const from = k * dimensions;
    for (let j = 0; j < dimensions; j++) out[j]! += amount * directions[from + j]!;
  }
}

/** Fits on whitened examples a head that takes embeddings as they are. */
export function fitWhitened(
  whitening: Whitening | null,
  examples: Examples,
  fit: (examples: Examples) => Head,
): Head {
  if (!whitening) return fit(examples);
  return fromWhitened(whitening, fit(whitenExamples(whitening, examples)));
}

export function whitenExamples(whitening: Whitening, examples: Examples): Examples {
  const { vectors } = examples;
  const white = createMatrix(vectors.rows, vectors.columns);
  for (let i = 0; i < vectors.rows; i++) whiten(whitening, rowOf(vectors, i), rowOf(white, i));
  return { ...examples, vectors: white };
}

/**
 * The head for embeddings as they are, of one that was fitted on T·x: (T·x − T·m)ᵀ·w = (x − m)ᵀ·(T·w).
 * With unit length the logits of a picture change by a common factor, so the answer is the same. A
 * scale must be the same for all dimensions.
 */
export function fromWhitened(whitening: Whitening, head: Head): Head {
  const [first, ...rest] = head.layers;
  if (!first) throw new RangeError(`a ${head.method} head has no layer to turn back`);
  const { rows, columns, data } = first.weights;
  const weights = createMatrix(rows, columns);
  const column = new Float32Array(rows);
  for (let k = 0; k < columns; k++) {
    for (let j = 0; j < rows; j++) column[j] = data[j * columns + k]!;
    whiten(whitening, column, column);
    for (let j = 0; j < rows; j++) weights.data[j * columns + k] = column[j]!;
  }
  const mean = new Float32Array(rows);
  unwhiten(whitening, head.normalisation.mean, mean);
  return {
    ...head,
    normalisation: { ...head.normalisation, mean },
    layers: [{ ...first, weights }, ...rest],
  };
}
