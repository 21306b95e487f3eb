/** Products of rows with row-major matrices; `at` is the place of a row's first value. */
export type Numbers = Float32Array | Float64Array;

/** Columns `from` to `to` of a matrix with so many in all. */
export interface Columns {
  readonly all: number;
  readonly from: number;
  readonly to: number;
}

/** out[from..to) += row · matrix[:, from..to) */
export function addTimes(
  out: Float64Array,
  outAt: number,
  row: Numbers,
  rowAt: number,
  rows: number,
  matrix: Numbers,
  { all, from, to }: Columns,
): void {
  for (let k = 0; k < rows; k++) {
    const factor = row[rowAt + k]!;
    if (factor === 0) continue;
    for (let j = from; j < to; j++) out[outAt + j]! += factor * matrix[k * all + j]!;
  }
}

/** out += row[from..to) · transpose of matrix[:, from..to) */
export function addTimesTransposed(
  out: Float64Array,
  outAt: number,
  row: Numbers,
  rowAt: number,
  rows: number,
  matrix: Numbers,
  { all, from, to }: Columns,
): void {
  for (let k = 0; k < rows; k++) {
    let sum = 0;
    for (let j = from; j < to; j++) sum += row[rowAt + j]! * matrix[k * all + j]!;
    out[outAt + k]! += sum;
  }
}

/** matrix[:, from..to) += transpose of `left` · right[from..to) */
export function addOuter(
  matrix: Float64Array,
  left: Numbers,
  leftAt: number,
  rows: number,
  right: Numbers,
  rightAt: number,
  { all, from, to }: Columns,
): void {
  for (let k = 0; k < rows; k++) {
    const factor = left[leftAt + k]!;
    if (factor === 0) continue;
    for (let j = from; j < to; j++) matrix[k * all + j]! += factor * right[rightAt + j]!;
  }
}

export const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
