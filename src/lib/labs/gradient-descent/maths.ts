/** Two parameters, examples to learn from, and the loss that is to be made small. Pure. */
import { Random } from '#lib/maths/random.ts';

/**
 * `one`: P(y = 1 | x) = σ(w·x + b) of one feature. `two`: P(y = 1 | x) = σ(w₁·x₁ + w₂·x₂) of two
 * (around the origin: no bias). `line`: y = w·x + b, with half the squared error.
 */
export const models = ['one', 'two', 'line'] as const;
export type Model = (typeof models)[number];

/** The two parameters: (w, b), or (w₁, w₂). */
export type Theta = readonly [number, number];

export interface Example {
  /** What the parameters are multiplied with: (x, 1), or (x₁, x₂). */
  readonly x: readonly [number, number];
  /** 0 or 1; any number for `line`. */
  readonly y: number;
}

export interface Problem {
  readonly model: Model;
  readonly examples: readonly Example[];
  readonly minimum: Theta;
  /** The loss there. */
  readonly least: number;
}

/** What of the plane of parameters is on the map. */
export const mapLimits = [-5, 5] as const;

export const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

/** log(1 + eᶻ) without overflow. */
const softplus = (z: number): number => Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z)));

const scoreOf = (x: Theta, theta: Theta): number => theta[0] * x[0] + theta[1] * x[1];

/** ŷ: a probability, or for `line` a value. */
export function predict(model: Model, x: readonly [number, number], theta: Theta): number {
  const z = scoreOf(x, theta);
  return model === 'line' ? z : sigmoid(z);
}

/**
 * L(ŷ, y) of one example: −y·log ŷ − (1 − y)·log(1 − ŷ), computed from z = w·x + b so that no log of 0
 * is taken; ½·(ŷ − y)² for `line`.
 */
export function lossOf(model: Model, { x, y }: Example, theta: Theta): number {
  const z = scoreOf(x, theta);
  return model === 'line' ? (z - y) ** 2 / 2 : softplus(z) - y * z;
}

/** J(θ): the mean loss of some examples. */
export function meanLoss(model: Model, examples: readonly Example[], theta: Theta): number {
  let sum = 0;
  for (const example of examples) sum += lossOf(model, example, theta);
  return sum / examples.length;
}

/** ∇J(θ) of some examples: the mean of (ŷ − y)·x, whichever of the two losses it is. */
export function gradient(model: Model, examples: readonly Example[], theta: Theta): Theta {
  let p = 0;
  let q = 0;
  for (const { x, y } of examples) {
    const error = predict(model, x, theta) - y;
    p += error * x[0];
    q += error * x[1];
  }
  return [p / examples.length, q / examples.length];
}

/** Where the loss is least, by Newton's method from the origin; undefined where it runs away. */
export function minimise(model: Model, examples: readonly Example[]): Theta | undefined {
  let theta: Theta = [0, 0];
  for (let i = 0; i < 30; i++) {
    const g = gradient(model, examples, theta);
    let [pp, pq, qq] = [0, 0, 0];
    for (const { x } of examples) {
      const y = predict(model, x, theta);
      const bend = model === 'line' ? 1 : y * (1 - y);
      pp += (bend * x[0] ** 2) / examples.length;
      pq += (bend * x[0] * x[1]) / examples.length;
      qq += (bend * x[1] ** 2) / examples.length;
    }
    const size = pp * qq - pq * pq;
    theta = [theta[0] - (qq * g[0] - pq * g[1]) / size, theta[1] - (pp * g[1] - pq * g[0]) / size];
    if (!(Math.hypot(...theta) < 20)) return undefined;
  }
  return theta;
}

const count = 24;

/**
 * Examples from a seed. Labels are drawn from a true curve, so the two classes overlap; examples that
 * one cut tells apart have their least loss at infinity and are drawn again.
 */
export function problemOf(model: Model, seed: number): Problem {
  const random = new Random(seed);
  for (;;) {
    const examples = Array.from({ length: count }, () => drawExample(model, random));
    const minimum = minimise(model, examples);
    if (minimum && Math.max(...minimum.map(Math.abs)) < 3) {
      return { model, examples, minimum, least: meanLoss(model, examples, minimum) };
    }
  }
}

function drawExample(model: Model, random: Random): Example {
  const round = (value: number) => Math.round(value * 100) / 100;
  const a = round(random.next() * 6 - 3);
  if (model === 'line') return { x: [a, 1], y: round(0.9 * a + 0.7 + 0.6 * random.normal()) };
  const x: Theta = model === 'one' ? [a, 1] : [a, round(random.next() * 6 - 3)];
  const truth: Theta = model === 'one' ? [0.9, -0.5] : [0.7, -0.5];
  return { x, y: random.next() < sigmoid(scoreOf(x, truth)) ? 1 : 0 };
}
