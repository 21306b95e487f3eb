/** Activation functions with their derivatives, what a chain of them leaves of a gradient, and softmax. Pure. */

export const activationNames = [
  'step',
  'sigmoid',
  'tanh',
  'relu',
  'leaky',
  'elu',
  'maxout',
] as const;
export type ActivationName = (typeof activationNames)[number];

/** A line of maxout: w·x + b. */
export interface Line {
  readonly w: number;
  readonly b: number;
}

export interface Activation {
  readonly name: ActivationName;
  /** Slope of leaky ReLU below 0, and α of ELU. */
  readonly alpha: number;
  /** Both lines of maxout. */
  readonly lines: readonly [Line, Line];
}

const logistic = (x: number): number =>
  x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));

const along = ({ w, b }: Line, x: number): number => w * x + b;

/**
 * f(x). Leaky ReLU: Maas, Hannun, Ng 2013; ELU: Clevert, Unterthiner, Hochreiter 2015; maxout, of two
 * lines as in lecture 003: Goodfellow et al. 2013.
 */
export function valueOf({ name, alpha, lines }: Activation, x: number): number {
  switch (name) {
    case 'step':
      return x > 0 ? 1 : 0;
    case 'sigmoid':
      return logistic(x);
    case 'tanh':
      return Math.tanh(x);
    case 'relu':
      return Math.max(0, x);
    case 'leaky':
      return x > 0 ? x : alpha * x;
    case 'elu':
      return x > 0 ? x : alpha * Math.expm1(x);
    case 'maxout':
      return Math.max(along(lines[0], x), along(lines[1], x));
  }
}

/** f′(x). At a corner, where there is none, the slope on its left, as training programs take it; a step has 0 throughout. */
export function slopeOf({ name, alpha, lines }: Activation, x: number): number {
  switch (name) {
    case 'step':
      return 0;
    case 'sigmoid':
      return logistic(x) * logistic(-x);
    case 'tanh':
      return 1 / Math.cosh(x) ** 2;
    case 'relu':
      return x > 0 ? 1 : 0;
    case 'leaky':
      return x > 0 ? 1 : alpha;
    case 'elu':
      return x > 0 ? 1 : alpha * Math.exp(x);
    case 'maxout': {
      const [first, second] = lines;
      const ahead = along(first, x) - along(second, x);
      if (ahead === 0) return Math.min(first.w, second.w);
      return ahead > 0 ? first.w : second.w;
    }
  }
}

/** Where the slope is less than this, a gradient hardly passes: the function is saturated. */
export const saturatedBelow = 0.05;

/** The stretches of `from`..`to` where |f′| is below `saturatedBelow`, sampled at `steps` places. */
export function saturatedStretches(
  activation: Activation,
  from: number,
  to: number,
  steps = 240,
): { from: number; to: number }[] {
  const width = (to - from) / steps;
  const stretches: { from: number; to: number }[] = [];
  for (let i = 0; i < steps; i++) {
    const x = from + (i + 0.5) * width;
    if (Math.abs(slopeOf(activation, x)) >= saturatedBelow) continue;
    const last = stretches.at(-1);
    const [start, end] = [from + i * width, from + (i + 1) * width];
    if (last && Math.abs(last.to - start) < width / 2) last.to = end;
    else stretches.push({ from: start, to: end });
  }
  return stretches;
}

/** One neuron of a chain: h = f(w·h of the one before). */
export interface ChainLink {
  /** w·h of the neuron before; of x for the first. */
  readonly sum: number;
  readonly output: number;
  /** f′(sum) */
  readonly slope: number;
  /** ∂h/∂x: the product of w·f′ from the first neuron to this one. */
  readonly gradient: number;
}

/** `layers` neurons in a row, each with one weight `w` and no bias; x goes into the first. */
export function chain(activation: Activation, x: number, w: number, layers: number): ChainLink[] {
  const links: ChainLink[] = [];
  let [output, gradient] = [x, 1];
  for (let i = 0; i < layers; i++) {
    const sum = w * output;
    const slope = slopeOf(activation, sum);
    output = valueOf(activation, sum);
    gradient *= w * slope;
    links.push({ sum, output, slope, gradient });
  }
  return links;
}

/** Lecture 000, "função softmax". */
export const lectureScores: readonly number[] = [3.82, 5.35, 1.44, -1.26, 2.71, 1.98];

/** pᵢ = exp(zᵢ/T) / Σⱼ exp(zⱼ/T); the greatest score is taken off first, so that nothing overflows. */
export function softmax(scores: readonly number[], temperature = 1): number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** ∂pᵢ/∂zⱼ for every j: pᵢ(δᵢⱼ − pⱼ)/T. */
export const jacobianRow = (p: readonly number[], i: number, temperature = 1): number[] =>
  p.map((pj, j) => (p[i]! * ((i === j ? 1 : 0) - pj)) / temperature);
