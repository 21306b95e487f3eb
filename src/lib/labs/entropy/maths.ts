/** Entropy, Kullback–Leibler divergence, cross-entropy and likelihood, in any base of the logarithm. Pure. */

/** Unit of information: bits, nats, or digits of ten. */
export const bases = { '2': 2, e: Math.E, '10': 10 } as const;
export type Base = keyof typeof bases;

const log = (value: number, base: Base): number =>
  base === '2' ? Math.log2(value) : base === '10' ? Math.log10(value) : Math.log(value);

/** 0·log 0 is 0, its limit: what never happens does not surprise. */
const weighted = (p: number, surprise: number): number => (p === 0 ? 0 : p * surprise);

const total = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** H(p) = Σ pᵢ log 1/pᵢ (Shannon 1948). `p` sums to 1. */
export const entropy = (p: readonly number[], base: Base): number =>
  total(p.map((pi) => weighted(pi, -log(pi, base))));

/** CE(p, q) = −Σ pᵢ log qᵢ; ∞ where q calls impossible what p does not. */
export const crossEntropy = (p: readonly number[], q: readonly number[], base: Base): number =>
  total(p.map((pi, i) => weighted(pi, -log(q[i]!, base))));

/** D(p‖q) = Σ pᵢ log pᵢ/qᵢ ≥ 0 (Kullback and Leibler 1951); ∞ where q calls impossible what p does not. */
export const divergence = (p: readonly number[], q: readonly number[], base: Base): number =>
  // A rounding below 0 would read as a mistake.
  Math.max(0, total(p.map((pi, i) => weighted(pi, log(pi / q[i]!, base)))));

/** The distribution of something that happens with `p` or does not. */
export const coin = (p: number): readonly [number, number] => [p, 1 - p];

/** Where a descent on a slope begins: at 0 or 1 there is none. */
const edge = 0.001;

/**
 * One step down the slope of CE(p, q) in q, with q = σ(a): ∂CE/∂a = q − p in nats.
 * H(p) does not depend on q, so it is the slope of D(p‖q) as well.
 */
export function approach(p: number, q: number, rate: number): number {
  const inside = Math.min(1 - edge, Math.max(edge, q));
  const a = Math.log(inside / (1 - inside)) - rate * (inside - p);
  return 1 / (1 + Math.exp(-a));
}

/** Flips of a coin: 1 heads, 0 tails. */
export type Flips = readonly number[];

/** Π p(yᵢ; θ): how likely a coin of θ is to give exactly these flips, in this order. */
export const likelihood = (flips: Flips, theta: number): number =>
  flips.reduce((product, flip) => product * (flip ? theta : 1 - theta), 1);

/** ℒ(θ) = (1/N) Σ log p(yᵢ; θ) */
export const meanLogLikelihood = (flips: Flips, theta: number, base: Base): number =>
  total(flips.map((flip) => log(flip ? theta : 1 - theta, base))) / flips.length;

/** J(θ) = (1/N) Σ CE(yᵢ, ŷ): every flip is a distribution that is sure of itself. */
export const meanCrossEntropy = (flips: Flips, theta: number, base: Base): number =>
  total(flips.map((flip) => crossEntropy(coin(flip ? 1 : 0), coin(theta), base))) / flips.length;

/** Where ℒ is greatest and J least: the share of heads. */
export const bestTheta = (flips: Flips): number => total(flips) / flips.length;
