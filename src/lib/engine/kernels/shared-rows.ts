/** For kernels that know of no rows that steps share: each step gets a copy, and what is learnt is summed. */

/** @returns [rows.length, columns] */
export function spreadRows(
  data: Float32Array,
  rows: Int32Array,
  columns: number,
): Float32Array<ArrayBuffer> {
  const spread = new Float32Array(rows.length * columns);
  rows.forEach((row, i) =>
    spread.set(data.subarray(row * columns, (row + 1) * columns), i * columns),
  );
  return spread;
}

/** @returns [count, columns] */
export function sumRows(
  spread: Float32Array,
  rows: Int32Array,
  columns: number,
  count: number,
): Float32Array<ArrayBuffer> {
  const sums = new Float32Array(count * columns);
  rows.forEach((row, i) => {
    for (let k = 0; k < columns; k++) sums[row * columns + k]! += spread[i * columns + k]!;
  });
  return sums;
}
