/**
 * C = start + A · B in tiles of two rows by sixteen columns, whose eight sums stay in registers.
 * Addresses and strides in bytes; sixteen columns are a panel. Every layout is a matter of strides:
 * A transposed, B packed (panel after panel, rows of 64 bytes) or as it lies.
 */
import { Vector } from './vector';

/**
 * @param aRow from one row of A to the next; `aStep` from one column to the next
 * @param bPanel from one panel of B to the next; `bStep` from one row to the next
 * @param start what the sums start from; `startRow` 0: the same row for all (a bias, zeros)
 */
export function multiply(
  rows: i32,
  panels: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bPanel: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
): void {
  for (let panel: i32 = 0; panel < panels; panel++) {
    let from = a;
    let initial = start;
    let to = c;
    let row: i32 = 0;
    for (; row + 2 <= rows; row += 2) {
      twoRows(depth, from, aRow, aStep, b, bStep, initial, startRow, to, cRow);
      from += 2 * aRow;
      initial += 2 * startRow;
      to += 2 * cRow;
    }
    if (row < rows) oneRow(depth, from, aStep, b, bStep, initial, to);
    b += bPanel;
    start += 64;
    c += 64;
  }
}

function twoRows(
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
): void {
  let c00 = v128.load(start);
  let c01 = v128.load(start, 16);
  let c02 = v128.load(start, 32);
  let c03 = v128.load(start, 48);
  start += startRow;
  let c10 = v128.load(start);
  let c11 = v128.load(start, 16);
  let c12 = v128.load(start, 32);
  let c13 = v128.load(start, 48);
  for (let k = depth; k > 0; k--) {
    const a0 = v128.load_splat<f32>(a);
    const a1 = v128.load_splat<f32>(a + aRow);
    const b0 = v128.load(b);
    c00 = Vector.addProduct(a0, b0, c00);
    c10 = Vector.addProduct(a1, b0, c10);
    const b1 = v128.load(b, 16);
    c01 = Vector.addProduct(a0, b1, c01);
    c11 = Vector.addProduct(a1, b1, c11);
    const b2 = v128.load(b, 32);
    c02 = Vector.addProduct(a0, b2, c02);
    c12 = Vector.addProduct(a1, b2, c12);
    const b3 = v128.load(b, 48);
    c03 = Vector.addProduct(a0, b3, c03);
    c13 = Vector.addProduct(a1, b3, c13);
    a += aStep;
    b += bStep;
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c, c02, 32);
  v128.store(c, c03, 48);
  c += cRow;
  v128.store(c, c10);
  v128.store(c, c11, 16);
  v128.store(c, c12, 32);
  v128.store(c, c13, 48);
}

/** Even and odd steps have sums of their own: four would wait for each other's last addition. */
function oneRow(
  depth: i32,
  a: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  start: usize,
  c: usize,
): void {
  let even0 = v128.load(start);
  let even1 = v128.load(start, 16);
  let even2 = v128.load(start, 32);
  let even3 = v128.load(start, 48);
  let odd0 = f32x4.splat(0);
  let odd1 = f32x4.splat(0);
  let odd2 = f32x4.splat(0);
  let odd3 = f32x4.splat(0);
  let k = depth;
  for (; k >= 4; k -= 4) {
    const a0 = v128.load_splat<f32>(a + 0 * aStep);
    even0 = Vector.addProduct(a0, v128.load(b), even0);
    even1 = Vector.addProduct(a0, v128.load(b, 16), even1);
    even2 = Vector.addProduct(a0, v128.load(b, 32), even2);
    even3 = Vector.addProduct(a0, v128.load(b, 48), even3);
    b += bStep;
    const a1 = v128.load_splat<f32>(a + 1 * aStep);
    odd0 = Vector.addProduct(a1, v128.load(b), odd0);
    odd1 = Vector.addProduct(a1, v128.load(b, 16), odd1);
    odd2 = Vector.addProduct(a1, v128.load(b, 32), odd2);
    odd3 = Vector.addProduct(a1, v128.load(b, 48), odd3);
    b += bStep;
    const a2 = v128.load_splat<f32>(a + 2 * aStep);
    even0 = Vector.addProduct(a2, v128.load(b), even0);
    even1 = Vector.addProduct(a2, v128.load(b, 16), even1);
    even2 = Vector.addProduct(a2, v128.load(b, 32), even2);
    even3 = Vector.addProduct(a2, v128.load(b, 48), even3);
    b += bStep;
    const a3 = v128.load_splat<f32>(a + 3 * aStep);
    odd0 = Vector.addProduct(a3, v128.load(b), odd0);
    odd1 = Vector.addProduct(a3, v128.load(b, 16), odd1);
    odd2 = Vector.addProduct(a3, v128.load(b, 32), odd2);
    odd3 = Vector.addProduct(a3, v128.load(b, 48), odd3);
    b += bStep;
    a += 4 * aStep;
  }
  for (; k > 0; k--) {
    const a0 = v128.load_splat<f32>(a);
    even0 = Vector.addProduct(a0, v128.load(b), even0);
    even1 = Vector.addProduct(a0, v128.load(b, 16), even1);
    even2 = Vector.addProduct(a0, v128.load(b, 32), even2);
    even3 = Vector.addProduct(a0, v128.load(b, 48), even3);
    a += aStep;
    b += bStep;
  }
  v128.store(c, f32x4.add(even0, odd0));
  v128.store(c, f32x4.add(even1, odd1), 16);
  v128.store(c, f32x4.add(even2, odd2), 32);
  v128.store(c, f32x4.add(even3, odd3), 48);
}
