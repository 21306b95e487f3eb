/** (v − mean) ⊘ scale, then to unit length: see {@link Normalisation}. */
import { createMatrix, dot32, rowOf } from './matrix.ts';
import type { Matrix, Normalisation } from './head.ts';

export interface NormalisationOptions {
  readonly centre?: boolean;
  /** Each dimension to deviation 1 over the rows. */
  readonly zScore?: boolean;
  readonly unitLength?: boolean;
}

/** Changes nothing. */
export function identityNormalisation(dimensions: number): Normalisation {
  return { mean: new Float32Array(dimensions), unitLength: false };
}

/** Mean and deviation of the rows. A dimension that never changes keeps its scale. */
export function fitNormalisation(
  { rows, columns, data }: Matrix,
  { centre = true, zScore = false, unitLength = true }: NormalisationOptions = {},
): Normalisation {
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) mean[j]! += data[i * columns + j]! / rows;
  }
  const centres = centre ? Float32Array.from(mean) : new Float32Array(columns);
  if (!zScore) return { mean: centres, unitLength };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      square[j]! += (data[i * columns + j]! - mean[j]!) ** 2 / rows;
    }
  }
  const scale = Float32Array.from(square, (value) => (value > 1e-16 ? Math.sqrt(value) : 1));
  return { mean: centres, scale, unitLength };
}

/** @param out [dimensions]; may be `vector` itself. A vector at the mean stays zero. */
export function normalise(
  vector: ArrayLike<number>,
  { mean, scale, unitLength }: Normalisation,
  out: Float32Array,
): void {
  for (let j = 0; j < mean.length; j++) {
    const value = vector[j]! - mean[j]!;
    out[j] = scale ? value / scale[j]! : value;
  }
  if (!unitLength) return;
  const length = Math.sqrt(dot32(out, 0, out, 0, mean.length));
  if (length > 1e-12) for (let j = 0; j < mean.length; j++) out[j]! /= length;
}

/** A new matrix. */
export function normaliseRows(matrix: Matrix, normalisation: Normalisation): Matrix {
  const out = createMatrix(matrix.rows, matrix.columns);
  for (let i = 0; i < matrix.rows; i++) normalise(rowOf(matrix, i), normalisation, rowOf(out, i));
  return out;
}
