/**
 * One step of an optimiser over a list of parameters; formulas and constants are those of
 * src/lib/maths/optimisers.ts, which the tests hold it to.
 */

import { Vector } from './vector';

const momentum: f32 = 0.9;
const decay: f32 = 0.9;
const tiny: f32 = 1e-8;

/**
 * @param rule place in `optimiserNames`
 * @param w parameters; `g` their gradient; `m` and `s` what is remembered (or anything, where it is not)
 * @param first 1 − β₁ᵗ and `second` 1 − β₂ᵗ, for Adam
 * @param l1 strength of |w|, and `l2` of w² ÷ 2, added to the gradient
 */
export function move(
  rule: i32,
  w: usize,
  g: usize,
  m: usize,
  s: usize,
  bytes: usize,
  rate: f32,
  first: f32,
  second: f32,
  l1: f32,
  l2: f32,
): void {
  const end = w + bytes;
  const zero = f32x4.splat(0);
  const eta = f32x4.splat(rate);
  const edge = f32x4.splat(tiny);
  const ridge = f32x4.splat(l2);
  const lasso = f32x4.splat(l1);
  const ones = f32x4.splat(1);
  const firstShare = f32x4.splat(rate / first);
  const secondShare = f32x4.splat(1 / second);
  for (; w < end; w += 16, g += 16, m += 16, s += 16) {
    const value = v128.load(w);
    let slope = v128.load(g);
    if (l2 !== 0) slope = f32x4.add(slope, f32x4.mul(ridge, value));
    if (l1 !== 0) {
      const sign = f32x4.sub(
        v128.and(ones, f32x4.gt(value, zero)),
        v128.and(ones, f32x4.lt(value, zero)),
      );
      slope = f32x4.add(slope, f32x4.mul(lasso, sign));
    }
    if (rule === 0) v128.store(w, f32x4.sub(value, f32x4.mul(eta, slope)));
    else if (rule === 1 || rule === 2) {
      const push = f32x4.mul(eta, slope);
      const v = f32x4.sub(Vector.times(v128.load(m), momentum), push);
      v128.store(m, v);
      const step = rule === 1 ? v : f32x4.sub(Vector.times(v, momentum), push);
      v128.store(w, f32x4.add(value, step));
    } else if (rule === 3 || rule === 4) {
      const squared = f32x4.mul(slope, slope);
      const sum =
        rule === 3
          ? f32x4.add(v128.load(m), squared)
          : f32x4.add(Vector.times(v128.load(m), decay), Vector.times(squared, 1 - decay));
      v128.store(m, sum);
      const step = f32x4.div(f32x4.mul(eta, slope), f32x4.add(f32x4.sqrt(sum), edge));
      v128.store(w, f32x4.sub(value, step));
    } else if (rule === 5) {
      const small = f32x4.splat(1e-6);
      const sum = f32x4.add(
        Vector.times(v128.load(m), 0.95),
        Vector.times(f32x4.mul(slope, slope), 0.05),
      );
      v128.store(m, sum);
      const u = v128.load(s);
      const ratio = f32x4.div(f32x4.add(u, small), f32x4.add(sum, small));
      const d = f32x4.mul(f32x4.sqrt(ratio), slope);
      v128.store(s, f32x4.add(Vector.times(u, 0.95), Vector.times(f32x4.mul(d, d), 0.05)));
      v128.store(w, f32x4.sub(value, f32x4.mul(eta, d)));
    } else {
      const mean = f32x4.add(Vector.times(v128.load(m), 0.9), Vector.times(slope, 0.1));
      const spread = f32x4.add(
        Vector.times(v128.load(s), 0.999),
        Vector.times(f32x4.mul(slope, slope), 0.001),
      );
      v128.store(m, mean);
      v128.store(s, spread);
      const root = f32x4.add(f32x4.sqrt(f32x4.mul(spread, secondShare)), edge);
      v128.store(w, f32x4.sub(value, f32x4.div(f32x4.mul(mean, firstShare), root)));
    }
  }
}
