/**
 * C = start + A · B in tiles of two rows by sixteen columns, or of one by thirty-two, whose eight sums
 * stay in registers: as many as it takes that no addition waits for the one before.
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
  if (rows === 1) {
    for (; panels >= 2; panels -= 2) {
      twoPanels(depth, a, aStep, b, b + bPanel, bStep, start, c);
      b += 2 * bPanel;
      start += 128;
      c += 128;
    }
  }
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

/** One row; not unrolled by hand, which makes registers short. */
function twoPanels(
  depth: i32,
  a: usize,
  aStep: usize,
  left: usize,
  right: usize,
  bStep: usize,
  start: usize,
  c: usize,
): void {
  let c0 = v128.load(start);
  let c1 = v128.load(start, 16);
  let c2 = v128.load(start, 32);
  let c3 = v128.load(start, 48);
  let c4 = v128.load(start, 64);
  let c5 = v128.load(start, 80);
  let c6 = v128.load(start, 96);
  let c7 = v128.load(start, 112);
  for (let k = depth; k > 0; k--) {
    const x = v128.load_splat<f32>(a);
    c0 = Vector.addProduct(x, v128.load(left), c0);
    c1 = Vector.addProduct(x, v128.load(left, 16), c1);
    c2 = Vector.addProduct(x, v128.load(left, 32), c2);
    c3 = Vector.addProduct(x, v128.load(left, 48), c3);
    c4 = Vector.addProduct(x, v128.load(right), c4);
    c5 = Vector.addProduct(x, v128.load(right, 16), c5);
    c6 = Vector.addProduct(x, v128.load(right, 32), c6);
    c7 = Vector.addProduct(x, v128.load(right, 48), c7);
    a += aStep;
    left += bStep;
    right += bStep;
  }
  v128.store(c, c0);
  v128.store(c, c1, 16);
  v128.store(c, c2, 32);
  v128.store(c, c3, 48);
  v128.store(c, c4, 64);
  v128.store(c, c5, 80);
  v128.store(c, c6, 96);
  v128.store(c, c7, 112);
}

/** One row and panel. Even and odd steps have sums of their own: four would wait for each other. */
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
  for (; k >= 2; k -= 2) {
    const x = v128.load_splat<f32>(a);
    even0 = Vector.addProduct(x, v128.load(b), even0);
    even1 = Vector.addProduct(x, v128.load(b, 16), even1);
    even2 = Vector.addProduct(x, v128.load(b, 32), even2);
    even3 = Vector.addProduct(x, v128.load(b, 48), even3);
    b += bStep;
    const y = v128.load_splat<f32>(a + aStep);
    odd0 = Vector.addProduct(y, v128.load(b), odd0);
    odd1 = Vector.addProduct(y, v128.load(b, 16), odd1);
    odd2 = Vector.addProduct(y, v128.load(b, 32), odd2);
    odd3 = Vector.addProduct(y, v128.load(b, 48), odd3);
    a += 2 * aStep;
    b += bStep;
  }
  if (k > 0) {
    const x = v128.load_splat<f32>(a);
    even0 = Vector.addProduct(x, v128.load(b), even0);
    even1 = Vector.addProduct(x, v128.load(b, 16), even1);
    even2 = Vector.addProduct(x, v128.load(b, 32), even2);
    even3 = Vector.addProduct(x, v128.load(b, 48), even3);
  }
  v128.store(c, f32x4.add(even0, odd0));
  v128.store(c, f32x4.add(even1, odd1), 16);
  v128.store(c, f32x4.add(even2, odd2), 32);
  v128.store(c, f32x4.add(even3, odd3), 48);
}
