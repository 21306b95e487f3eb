/** Cholesky's factorisation A = L·Lᵀ and what it solves, in float64 (Golub and Van Loan, ch. 4.2). */
import { dot } from './matrix.ts';

/**
 * In place: the lower triangle of the symmetric `matrix` [size, size] becomes L; the upper stays.
 * @throws RangeError where it is not positive definite.
 */
export function factorise(matrix: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = matrix[i * size + j]! - dot(matrix, i * size, matrix, j * size, j);
      if (i !== j) {
        matrix[i * size + j] = value / matrix[j * size + j]!;
      } else {
        if (!(value > 0)) throw new RangeError(`not positive definite at ${i}`);
        matrix[i * size + i] = Math.sqrt(value);
      }
    }
  }
}

/** L·Lᵀ·x = b, in place. @param factor from {@link factorise}. @param b [size] */
export function solve(factor: Float64Array, size: number, b: Float64Array): void {
  for (let i = 0; i < size; i++) {
    b[i] = (b[i]! - dot(factor, i * size, b, 0, i)) / factor[i * size + i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    const value = b[i]! / factor[i * size + i]!;
    b[i] = value;
    for (let j = 0; j < i; j++) b[j]! -= factor[i * size + j]! * value;
  }
}

/** (L·Lᵀ)⁻¹, whole and symmetric. */
export function invert(factor: Float64Array, size: number): Float64Array<ArrayBuffer> {
  // Rows of the transposed inverse of L, so that the products run along rows.
  const lower = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    const row = j * size;
    lower[row + j] = 1 / factor[row + j]!;
    for (let i = j + 1; i < size; i++) {
      lower[row + i] = -dot(factor, i * size + j, lower, row + j, i - j) / factor[i * size + i]!;
    }
  }
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const value = dot(lower, i * size + i, lower, j * size + i, size - i);
      inverse[i * size + j] = value;
      inverse[j * size + i] = value;
    }
  }
  return inverse;
}
