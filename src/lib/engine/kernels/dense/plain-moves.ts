/** One step of an optimiser on numbers of 32 bits; see `wasm/assembly/moves.ts`, its twin. */

/** @param rule place in `optimiserNames` (src/lib/maths/optimisers.ts, which has the formulas) */
export function move(
  rule: number,
  w: Float32Array,
  g: Float32Array,
  m: Float32Array,
  s: Float32Array,
  rate: number,
  first: number,
  second: number,
  l1: number,
  l2: number,
): void {
  for (let i = 0; i < w.length; i++) {
    const slope = g[i]! + l1 * Math.sign(w[i]!) + l2 * w[i]!;
    w[i]! += steps[rule]!(slope, m, s, i, rate, first, second);
  }
}

type Step = (
  slope: number,
  m: Float32Array,
  s: Float32Array,
  i: number,
  rate: number,
  first: number,
  second: number,
) => number;

const steps: readonly Step[] = [
  (slope, _m, _s, _i, rate) => -rate * slope,
  (slope, m, _s, i, rate) => (m[i] = 0.9 * m[i]! - rate * slope),
  (slope, m, _s, i, rate) => 0.9 * (m[i] = 0.9 * m[i]! - rate * slope) - rate * slope,
  (slope, m, _s, i, rate) => -(rate * slope) / (Math.sqrt((m[i]! += slope ** 2)) + 1e-8),
  (slope, m, _s, i, rate) =>
    -(rate * slope) / (Math.sqrt((m[i] = 0.9 * m[i]! + 0.1 * slope ** 2)) + 1e-8),
  (slope, m, s, i, rate) => {
    m[i] = 0.95 * m[i]! + 0.05 * slope ** 2;
    const d = -Math.sqrt((s[i]! + 1e-6) / (m[i] + 1e-6)) * slope;
    s[i] = 0.95 * s[i]! + 0.05 * d ** 2;
    return rate * d;
  },
  (slope, m, s, i, rate, first, second) => {
    m[i] = 0.9 * m[i]! + 0.1 * slope;
    s[i] = 0.999 * s[i]! + 0.001 * slope ** 2;
    return -(rate * (m[i] / first)) / (Math.sqrt(s[i] / second) + 1e-8);
  },
];
