/**
 * One neuron with two inputs, trained row by row: "Uma rede neural simples" of lecture 003. Pure.
 *
 * The rule is Rosenblatt's (1958): w ← w + η(Y − o)x, b ← b + η(Y − o). Where the activation has a
 * slope it is Widrow and Hoff's (1960), the gradient of (o − Y)² with its factor 2 left to η:
 * w ← w + η(Y − o)f′(s)x. A step has no slope to follow, so the perceptron takes 1 in its place.
 */

export interface Row {
  readonly x1: number;
  readonly x2: number;
  /** Y: 0 or 1. */
  readonly wanted: number;
}

/** w₁, w₂ and b. */
export type Weights = readonly [w1: number, w2: number, b: number];

export type Activation = 'step' | 'sigmoid' | 'linear';
/** When a step fires: above the threshold of 0 only, or on it as well. */
export type Fires = 'above' | 'at';

/** Lecture 003, "Dados de treino": x₁ weather (−1 rain, 0 clouds, 1 sun), x₂ money (−1 broke, 0 fine, 1 rich). */
export const parkRows: readonly Row[] = [
  { x1: 1, x2: 0, wanted: 1 },
  { x1: 1, x2: 1, wanted: 1 },
  { x1: 0, x2: 1, wanted: 1 },
  { x1: -1, x2: 0, wanted: 0 },
  { x1: -1, x2: -1, wanted: 0 },
  { x1: 0, x2: -1, wanted: 0 },
];

export interface Neuron {
  readonly weights: Weights;
  readonly activation: Activation;
  readonly fires: Fires;
}

/** Nine digits: with a rate of 0.1 what is 0 on paper must be 0 here, or the tie would be broken by rounding. */
const round = (value: number) => Math.round(value * 1e9) / 1e9;

/** s = w₁x₁ + w₂x₂ + b */
export const sumOf = ([w1, w2, b]: Weights, x1: number, x2: number): number =>
  round(w1 * x1 + w2 * x2 + b);

/** o = f(s) */
export function outputOf({ activation, fires }: Omit<Neuron, 'weights'>, sum: number): number {
  if (activation === 'sigmoid') return 1 / (1 + Math.exp(-sum));
  if (activation === 'linear') return sum;
  return sum > 0 || (fires === 'at' && sum === 0) ? 1 : 0;
}

/** f′(s) as the rule uses it: 1 for a step. */
export function slopeOf(activation: Activation, sum: number): number {
  if (activation !== 'sigmoid') return 1;
  const output = 1 / (1 + Math.exp(-sum));
  return output * (1 - output);
}

/** The sum at which the answer turns from 0 to 1: where o is one half, or the threshold. */
export const levelOf = (activation: Activation): number => (activation === 'linear' ? 0.5 : 0);

/** 0 or 1: the side of the line. */
export function answerOf(neuron: Neuron, x1: number, x2: number): number {
  const beyond = round(sumOf(neuron.weights, x1, x2) - levelOf(neuron.activation));
  return beyond > 0 || (neuron.fires === 'at' && beyond === 0) ? 1 : 0;
}

export interface Training extends Omit<Neuron, 'weights'> {
  readonly rows: readonly Row[];
  /** Places in `rows`, in the order in which an epoch takes them. */
  readonly order: readonly number[];
  readonly start: Weights;
  /** η */
  readonly rate: number;
  /** Whether b learns too. */
  readonly bias: boolean;
}

/** One row shown to the neuron, and what it did to the weights. */
export interface Trace {
  readonly row: number;
  readonly before: Weights;
  readonly after: Weights;
  readonly sum: number;
  readonly output: number;
  readonly wanted: number;
  /** (o − Y)² */
  readonly error: number;
}

export interface Run {
  /** Steps really taken: none after the end. */
  readonly steps: number;
  readonly weights: Weights;
  /** The last step; undefined before the first. */
  readonly trace: Trace | undefined;
  /** Σ (o − Y)² of each epoch that is complete. */
  readonly errors: readonly number[];
  /** The last complete epoch had every answer right. */
  readonly clean: boolean;
  /** No step would change anything: a clean epoch of a step, or no more epochs allowed. */
  readonly ended: boolean;
}

export const mostEpochs = 300;

/** The neuron sees one row. */
export function show(training: Training, weights: Weights, row: number): Trace {
  const { x1, x2, wanted } = training.rows[row]!;
  const sum = sumOf(weights, x1, x2);
  const output = outputOf(training, sum);
  const by = training.rate * (wanted - output) * slopeOf(training.activation, sum);
  const [w1, w2, b] = weights;
  const after: Weights = [
    round(w1 + by * x1),
    round(w2 + by * x2),
    training.bias ? round(b + by) : b,
  ];
  return { row, before: weights, after, sum, output, wanted, error: (output - wanted) ** 2 };
}

/** The first `steps` steps, one row each. The same settings give the same run. */
export function train(training: Training, steps: number): Run {
  let weights = training.start;
  let trace: Trace | undefined;
  let [error, wrong, taken] = [0, 0, 0];
  const errors: number[] = [];
  let clean = false;
  const ended = () => (clean && training.activation === 'step') || errors.length >= mostEpochs;
  while (taken < steps && !ended()) {
    const row = training.order[taken % training.order.length]!;
    const { x1, x2, wanted } = training.rows[row]!;
    if (answerOf({ ...training, weights }, x1, x2) !== wanted) wrong++;
    trace = show(training, weights, row);
    weights = trace.after;
    error += trace.error;
    if (++taken % training.order.length === 0) {
      errors.push(error);
      clean = wrong === 0;
      [error, wrong] = [0, 0];
    }
  }
  return { steps: taken, weights, trace, errors, clean, ended: ended() };
}

/** How many of the rows the neuron answers wrongly. */
export const wrongRows = (neuron: Neuron, rows: readonly Row[]): number =>
  rows.filter(({ x1, x2, wanted }) => answerOf(neuron, x1, x2) !== wanted).length;

export interface Corner {
  readonly x: number;
  readonly y: number;
}

/**
 * The part of the square |x|, |y| ≤ `size` where w·x + b ≥ `level`, as a polygon; empty when there is
 * none (Sutherland and Hodgman 1974, one edge).
 */
export function firingRegion([w1, w2, b]: Weights, level: number, size: number): Corner[] {
  const square = [
    { x: -size, y: -size },
    { x: size, y: -size },
    { x: size, y: size },
    { x: -size, y: size },
  ];
  const above = ({ x, y }: Corner) => w1 * x + w2 * y + b - level;
  return square.flatMap((from, i) => {
    const to = square[(i + 1) % square.length]!;
    const [here, there] = [above(from), above(to)];
    const kept = here >= 0 ? [from] : [];
    if (here >= 0 === there >= 0) return kept;
    const share = here / (here - there);
    return [...kept, { x: from.x + share * (to.x - from.x), y: from.y + share * (to.y - from.y) }];
  });
}
