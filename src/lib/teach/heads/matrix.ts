/** Inner loops on row-major typed arrays. Sums are float64 (a JavaScript number) throughout. */
import type { Matrix } from './head.ts';

type Vector = Float32Array | Float64Array;

/** Σ a[aFrom + i] · b[bFrom + i], four sums at a time so that additions do not wait for each other. */
export function dot(
  a: Float64Array,
  aFrom: number,
  b: Float64Array,
  bFrom: number,
  length: number,
): number {
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    p += a[aFrom + i]! * b[bFrom + i]!;
    q += a[aFrom + i + 1]! * b[bFrom + i + 1]!;
    r += a[aFrom + i + 2]! * b[bFrom + i + 2]!;
    s += a[aFrom + i + 3]! * b[bFrom + i + 3]!;
  }
  for (; i < length; i++) p += a[aFrom + i]! * b[bFrom + i]!;
  return p + q + (r + s);
}

/** The same for float32. A function of its own: one that meets both kinds of arrays is compiled several times slower. */
export function dot32(
  a: Float32Array,
  aFrom: number,
  b: Float32Array,
  bFrom: number,
  length: number,
): number {
  let p = 0;
  let q = 0;
  let r = 0;
  let s = 0;
  let i = 0;
  for (; i + 3 < length; i += 4) {
    p += a[aFrom + i]! * b[bFrom + i]!;
    q += a[aFrom + i + 1]! * b[bFrom + i + 1]!;
    r += a[aFrom + i + 2]! * b[bFrom + i + 2]!;
    s += a[aFrom + i + 3]! * b[bFrom + i + 3]!;
  }
  for (; i < length; i++) p += a[aFrom + i]! * b[bFrom + i]!;
  return p + q + (r + s);
}

/** to[toFrom + i] += factor · from[fromFrom + i] */
export function addScaled(
  to: Float64Array,
  toFrom: number,
  from: Float64Array,
  fromFrom: number,
  length: number,
  factor: number,
): void {
  for (let i = 0; i < length; i++) to[toFrom + i]! += factor * from[fromFrom + i]!;
}

export function createMatrix(rows: number, columns: number): Matrix {
  return { rows, columns, data: new Float32Array(rows * columns) };
}

/** One row, without copying. */
export function rowOf({ columns, data }: Matrix, row: number): Float32Array<ArrayBuffer> {
  return data.subarray(row * columns, (row + 1) * columns);
}

/** The rows named, copied in that order. */
export function takeRows(matrix: Matrix, rows: ArrayLike<number>): Matrix {
  const taken = createMatrix(rows.length, matrix.columns);
  for (let i = 0; i < rows.length; i++) {
    taken.data.set(rowOf(matrix, rows[i]!), i * matrix.columns);
  }
  return taken;
}

/** @param rows vectors of one length */
export function matrixFrom(rows: readonly ArrayLike<number>[], columns: number): Matrix {
  const matrix = createMatrix(rows.length, columns);
  rows.forEach((row, i) => matrix.data.set(row, i * columns));
  return matrix;
}

/** Symmetric [size, size] times vector. */
export function multiplySymmetric(
  matrix: Float64Array,
  vector: Float64Array,
  out: Float64Array,
  size: number,
): void {
  for (let i = 0; i < size; i++) out[i] = dot(matrix, i * size, vector, 0, size);
}

/** The same for several vectors: each row of the matrix, which is large, is read once for all of them. */
export function multiplySymmetricBy(
  matrix: Float64Array,
  vectors: readonly Float64Array[],
  size: number,
): Float64Array<ArrayBuffer>[] {
  const out = vectors.map(() => new Float64Array(size));
  for (let i = 0; i < size; i++) {
    vectors.forEach((vector, k) => (out[k]![i] = dot(matrix, i * size, vector, 0, size)));
  }
  return out;
}

/** Index of the largest; the first of equals. */
export function argMax(values: ArrayLike<number>, from = 0, length = values.length): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}

/** In place, over `length` values from `from`: exp(v / temperature) ÷ sum, with the largest taken out first. */
export function softmax(
  values: Vector,
  temperature = 1,
  from = 0,
  length = values.length - from,
): void {
  let largest = -Infinity;
  for (let i = 0; i < length; i++) largest = Math.max(largest, values[from + i]!);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const value = Math.exp((values[from + i]! - largest) / temperature);
    values[from + i] = value;
    sum += value;
  }
  for (let i = 0; i < length; i++) values[from + i]! /= sum;
}
