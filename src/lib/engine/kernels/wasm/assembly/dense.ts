/**
 * What a feedforward network needs on whole batches: products, curves and their slopes, the loss, and a
 * step of each optimiser. Compiled to a module of its own. Addresses and strides in bytes; lists are a
 * multiple of 16 bytes long; rows of numbers are padded to whole panels of sixteen.
 */
import { multiply } from './multiply';
import { Vector } from './vector';
export { move } from './moves';

/** Rows of a packed panel that stay in the cache while all rows of A pass. */
const block: i32 = 256;

/**
 * C = start + A · B, with B packed panel after panel by `pack` or `packTurned`.
 * @param startRow 0: one row of starts for all rows of C (a bias, zeros)
 */
export function product(
  rows: i32,
  panels: i32,
  depth: i32,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  start: usize,
  startRow: usize,
  c: usize,
  cRow: usize,
): void {
  const bPanel = (depth as usize) * 64;
  for (let from: i32 = 0; from < depth; from += block) {
    const deep = min(block, depth - from);
    multiply(rows, panels, deep, a, aRow, aStep, b, bPanel, 64, start, startRow, c, cRow);
    a += (block as usize) * aStep;
    b += (block as usize) * 64;
    start = c;
    startRow = cRow;
  }
}

/** The rows of B as panels: [panel][row][16]. */
export function pack(rows: i32, panels: i32, from: usize, fromRow: usize, to: usize): void {
  for (let panel: i32 = 0; panel < panels; panel++) {
    let at = from;
    for (let row: i32 = 0; row < rows; row++) {
      v128.store(to, v128.load(at));
      v128.store(to, v128.load(at, 16), 16);
      v128.store(to, v128.load(at, 32), 32);
      v128.store(to, v128.load(at, 48), 48);
      at += fromRow;
      to += 64;
    }
    from += 64;
  }
}

/** The columns of B as panels: what `from` has as a row of `depth` numbers becomes a column; the rest is 0. */
export function packTurned(rows: i32, depth: i32, from: usize, fromRow: usize, to: usize): void {
  const panels = (rows + 15) >> 4;
  memory.fill(to, 0, ((panels * depth) as usize) * 64);
  for (let row: i32 = 0; row < rows; row++) {
    let at = from + (row as usize) * fromRow;
    let cell = to + ((row >> 4) as usize) * (depth as usize) * 64 + ((row & 15) as usize) * 4;
    for (let k: i32 = 0; k < depth; k++) {
      store<f32>(cell, load<f32>(at));
      at += 4;
      cell += 64;
    }
  }
}

/** Bytes of the rows that `index` names, as numbers of 0 to 1. @param width a multiple of 16 */
export function takeBytes(rows: i32, index: usize, from: usize, width: i32, to: usize): void {
  const scale = f32x4.splat(1 / (255 as f32));
  for (let row: i32 = 0; row < rows; row++) {
    let at = from + (load<i32>(index + (row as usize) * 4) as usize) * (width as usize);
    for (let end = at + (width as usize); at < end; at += 16) {
      const bytes = v128.load(at);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(low)), scale));
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(low)), scale), 16);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(high)), scale), 32);
      v128.store(to, f32x4.mul(f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(high)), scale), 48);
      to += 64;
    }
  }
}

/** In place. @param curve 0 none, 1 ReLU, 2 leaky ReLU (0.01), 3 tanh, 4 sigmoid, 5 ELU (1) */
export function activate(curve: i32, at: usize, bytes: usize): void {
  const end = at + bytes;
  const zero = f32x4.splat(0);
  if (curve === 1) {
    for (; at < end; at += 16) v128.store(at, f32x4.pmax(zero, v128.load(at)));
  } else if (curve === 2) {
    const slope = f32x4.splat(0.01);
    for (; at < end; at += 16) {
      const x = v128.load(at);
      v128.store(at, f32x4.max(x, f32x4.mul(x, slope)));
    }
  } else if (curve === 3) {
    for (; at < end; at += 16) v128.store(at, Vector.tanh(v128.load(at)));
  } else if (curve === 4) {
    for (; at < end; at += 16) v128.store(at, Vector.sigmoid(v128.load(at)));
  } else if (curve === 5) {
    const one = f32x4.splat(1);
    for (; at < end; at += 16) {
      const x = v128.load(at);
      const below = f32x4.sub(Vector.exponential(x), one);
      v128.store(at, v128.bitselect(x, below, f32x4.gt(x, zero)));
    }
  }
}

/** delta ← delta · f′, the slope of each curve by its value. */
export function slopes(curve: i32, value: usize, delta: usize, bytes: usize): void {
  const end = value + bytes;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  for (; value < end; value += 16, delta += 16) {
    const y = v128.load(value);
    const d = v128.load(delta);
    if (curve === 1) v128.store(delta, v128.and(d, f32x4.gt(y, zero)));
    else if (curve === 2) {
      const slope = v128.bitselect(one, f32x4.splat(0.01), f32x4.gt(y, zero));
      v128.store(delta, f32x4.mul(d, slope));
    } else if (curve === 3) v128.store(delta, f32x4.mul(d, Vector.tanhSlope(y)));
    else if (curve === 4) v128.store(delta, f32x4.mul(d, Vector.sigmoidSlope(y)));
    else if (curve === 5) {
      const slope = v128.bitselect(one, f32x4.add(y, one), f32x4.gt(y, zero));
      v128.store(delta, f32x4.mul(d, slope));
    }
  }
}

/** to = from · factors, number by number: a dropout mask. */
export function mask(from: usize, factors: usize, to: usize, bytes: usize): void {
  for (let end = from + bytes; from < end; from += 16, factors += 16, to += 16) {
    v128.store(to, f32x4.mul(v128.load(from), v128.load(factors)));
  }
}

/** to = the sum of all rows: the gradient of a bias. */
export function sumRows(rows: i32, panels: i32, from: usize, fromRow: usize, to: usize): void {
  for (let part: i32 = 0; part < 4 * panels; part++) {
    let sum = f32x4.splat(0);
    let at = from;
    for (let row: i32 = 0; row < rows; row++) {
      sum = f32x4.add(sum, v128.load(at));
      at += fromRow;
    }
    v128.store(to, sum);
    from += 16;
    to += 16;
  }
}

/**
 * Logits become probabilities, in place, and what lies behind the classes becomes 0.
 * @param panels 16 numbers each
 */
export function softmax(rows: i32, classes: i32, panels: i32, at: usize): void {
  const width = (panels as usize) * 64;
  for (let row: i32 = 0; row < rows; row++) {
    let top = load<f32>(at);
    for (let k: i32 = 1; k < classes; k++) top = max(top, load<f32>(at + (k as usize) * 4));
    const peak = f32x4.splat(top);
    for (let cell = at; cell < at + width; cell += 16) {
      v128.store(cell, Vector.exponential(f32x4.sub(v128.load(cell), peak)));
    }
    let sum: f32 = 0;
    for (let k: i32 = 0; k < classes; k++) sum += load<f32>(at + (k as usize) * 4);
    const share = f32x4.splat(1 / sum);
    for (let cell = at; cell < at + width; cell += 16) {
      v128.store(cell, f32x4.mul(v128.load(cell), share));
    }
    for (let k = classes; k < 16 * panels; k++) store<f32>(at + (k as usize) * 4, 0);
    at += width;
  }
}
