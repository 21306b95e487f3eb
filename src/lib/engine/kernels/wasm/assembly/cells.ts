/**
 * What the three cells do with their gates, four units at a time: the formulas of `plain/lstm.ts`,
 * `plain/gru.ts` and `plain/simple.ts`. Rows of gates are `gatesRow` bytes apart, rows of states
 * `width`, rows of gradients by the hidden state `wide`.
 */
import { Vector } from './vector';
import { sigmoids, tanhs } from './vectors';

/** The curves first and all at once, then what waits for them: so the processor has always work at hand. */
export function lstmForward(
  rows: i32,
  gates: usize,
  gatesRow: usize,
  width: usize,
  carry: usize,
  nextCarry: usize,
  hidden: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    sigmoids(gates, 2 * width);
    tanhs(gates + 2 * width, width);
    sigmoids(gates + 3 * width, width);
    for (let u: usize = 0; u < width; u += 16) {
      const at = gates + u;
      const added = f32x4.mul(v128.load(at), v128.load(at + 2 * width));
      const c = Vector.addProduct(v128.load(at + width), v128.load(carry + u), added);
      v128.store(nextCarry + u, c);
      v128.store(hidden + u, f32x4.mul(v128.load(at + 3 * width), Vector.tanh(c)));
    }
    gates += gatesRow;
    carry += width;
    nextCarry += width;
    hidden += width;
  }
}

export function lstmBack(
  rows: i32,
  gates: usize,
  dGates: usize,
  gatesRow: usize,
  width: usize,
  carry: usize,
  nextCarry: usize,
  dHidden: usize,
  wide: usize,
  dCarry: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const i = v128.load(gates + u);
      const f = v128.load(gates + u + width);
      const g = v128.load(gates + u + 2 * width);
      const o = v128.load(gates + u + 3 * width);
      const shown = Vector.tanh(v128.load(nextCarry + u));
      const dh = v128.load(dHidden + u);
      const through = f32x4.mul(f32x4.mul(dh, o), Vector.tanhSlope(shown));
      const d = f32x4.add(v128.load(dCarry + u), through);
      const to = dGates + u;
      v128.store(to, f32x4.mul(f32x4.mul(d, g), Vector.sigmoidSlope(i)));
      const before = v128.load(carry + u);
      v128.store(to + width, f32x4.mul(f32x4.mul(d, before), Vector.sigmoidSlope(f)));
      v128.store(to + 2 * width, f32x4.mul(f32x4.mul(d, i), Vector.tanhSlope(g)));
      v128.store(to + 3 * width, f32x4.mul(f32x4.mul(dh, shown), Vector.sigmoidSlope(o)));
      v128.store(dCarry + u, f32x4.mul(d, f));
    }
    gates += gatesRow;
    dGates += gatesRow;
    carry += width;
    nextCarry += width;
    dHidden += wide;
    dCarry += width;
  }
}

/** Update and reset gates, and reset · hidden. */
export function gruGates(
  rows: i32,
  gates: usize,
  gatesRow: usize,
  width: usize,
  hidden: usize,
  kept: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const at = gates + u;
      const r = Vector.sigmoid(v128.load(at + width));
      v128.store(at, Vector.sigmoid(v128.load(at)));
      v128.store(at + width, r);
      v128.store(kept + u, f32x4.mul(r, v128.load(hidden + u)));
    }
    gates += gatesRow;
    hidden += width;
    kept += width;
  }
}

export function gruCandidate(
  rows: i32,
  gates: usize,
  gatesRow: usize,
  width: usize,
  hidden: usize,
  next: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const at = gates + u;
      const g = Vector.tanh(v128.load(at + 2 * width));
      v128.store(at + 2 * width, g);
      const toOld = f32x4.sub(v128.load(hidden + u), g);
      v128.store(next + u, Vector.addProduct(v128.load(at), toOld, g));
    }
    gates += gatesRow;
    hidden += width;
    next += width;
  }
}

/** Everything but the reset gate, whose gradient needs that of `kept`. */
export function gruBack(
  rows: i32,
  gates: usize,
  dGates: usize,
  gatesRow: usize,
  width: usize,
  hidden: usize,
  kept: usize,
  dHidden: usize,
  wide: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const z = v128.load(gates + u);
      const r = v128.load(gates + u + width);
      const g = v128.load(gates + u + 2 * width);
      const h = v128.load(hidden + u);
      const dh = v128.load(dHidden + u);
      const through = f32x4.mul(dh, f32x4.sub(h, g));
      const fresh = f32x4.mul(dh, f32x4.sub(f32x4.splat(1), z));
      v128.store(dGates + u, f32x4.mul(through, Vector.sigmoidSlope(z)));
      v128.store(dGates + u + 2 * width, f32x4.mul(fresh, Vector.tanhSlope(g)));
      v128.store(dHidden + u, f32x4.mul(dh, z));
      v128.store(kept + u, f32x4.mul(r, h));
    }
    gates += gatesRow;
    dGates += gatesRow;
    hidden += width;
    kept += width;
    dHidden += wide;
  }
}

export function gruResetBack(
  rows: i32,
  gates: usize,
  dGates: usize,
  gatesRow: usize,
  width: usize,
  hidden: usize,
  dKept: usize,
  dHidden: usize,
  wide: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const r = v128.load(gates + u + width);
      const d = v128.load(dKept + u);
      const through = f32x4.mul(d, v128.load(hidden + u));
      v128.store(dGates + u + width, f32x4.mul(through, Vector.sigmoidSlope(r)));
      v128.store(dHidden + u, Vector.addProduct(d, r, v128.load(dHidden + u)));
    }
    gates += gatesRow;
    dGates += gatesRow;
    hidden += width;
    dKept += wide;
    dHidden += wide;
  }
}

export function simpleForward(
  rows: i32,
  gates: usize,
  gatesRow: usize,
  width: usize,
  hidden: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const h = Vector.tanh(v128.load(gates + u));
      v128.store(gates + u, h);
      v128.store(hidden + u, h);
    }
    gates += gatesRow;
    hidden += width;
  }
}

export function simpleBack(
  rows: i32,
  gates: usize,
  dGates: usize,
  gatesRow: usize,
  width: usize,
  dHidden: usize,
  wide: usize,
): void {
  for (let row: i32 = 0; row < rows; row++) {
    for (let u: usize = 0; u < width; u += 16) {
      const slope = Vector.tanhSlope(v128.load(gates + u));
      v128.store(dGates + u, f32x4.mul(v128.load(dHidden + u), slope));
    }
    gates += gatesRow;
    dGates += gatesRow;
    dHidden += wide;
  }
}
