/**
 * A transformation φ(x₁, x₂) = (u, v) of the plane, and the line that parts two classes best after it:
 * logistic regression. Pure.
 */
import { compile, type Expression } from '#lib/maths/expression.ts';
import { sigmoid, type Line, type Place, type Transformation } from '../two-spaces/spaces.ts';

/** What an expression for u or v may use: the two inputs, and the same point in polar coordinates. */
export const inputNames = ['x1', 'x2', 'r', 'theta'] as const;

export const identity: Transformation = (x1, x2) => [x1, x2];

/** Where an expression leads to no number, neither does φ. */
export function transformationOf(u: Expression, v: Expression): Transformation {
  const computeU = compile(u, inputNames);
  const computeV = compile(v, inputNames);
  return (x1, x2) => {
    const values = [x1, x2, Math.hypot(x1, x2), Math.atan2(x2, x1)];
    return [computeU(values), computeV(values)];
  };
}

/** On the way from one to another, straight: share 0 is `from`, 1 is `to`. */
export const onTheWay = (
  from: Transformation,
  to: Transformation,
  share: number,
): Transformation => {
  if (share <= 0) return from;
  if (share >= 1) return to;
  return (x1, x2) => {
    const [a, b] = from(x1, x2);
    const [c, d] = to(x1, x2);
    return [a + share * (c - a), b + share * (d - b)];
  };
};

/** How a line does on the points it was fitted to. */
export interface FittedLine extends Line {
  /** The part of all points on their class's side; one without a place is on none. */
  readonly accuracy: number;
  /** Mean cross-entropy of those that have a place. */
  readonly loss: number;
  readonly wrong: number;
}

/** Keeps the weights finite where the classes are parted with room to spare. */
const ridge = 1e-3;
const mostRounds = 40;

/**
 * Logistic regression by Newton's method on standardised u and v, with a penalty of ridge/2·|w|²
 * (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, §4.4.1).
 * @param labels 0 or 1, one a place
 */
export function fitLine(places: readonly Place[], labels: readonly number[]): FittedLine {
  const known = places.flatMap((place, i) =>
    Number.isFinite(place[0]) && Number.isFinite(place[1]) ? [{ place, label: labels[i]! }] : [],
  );
  const n = Math.max(1, known.length);
  const [meanU, scaleU] = spread(known.map(({ place }) => place[0]));
  const [meanV, scaleV] = spread(known.map(({ place }) => place[1]));
  const rows = known.map(({ place, label }) => ({
    u: (place[0] - meanU) / scaleU,
    v: (place[1] - meanV) / scaleV,
    label,
  }));

  const lossOf = ([w1, w2, b]: readonly number[]) =>
    rows.reduce((sum, { u, v, label }) => {
      const z = w1! * u + w2! * v + b!;
      return sum + Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - label * z;
    }, 0) / n;
  const costOf = (w: readonly number[]) => lossOf(w) + (ridge / 2) * (w[0]! ** 2 + w[1]! ** 2);

  let weights: readonly number[] = [0, 0, 0];
  let cost = costOf(weights);
  for (let round = 0; round < mostRounds; round++) {
    // The gradient, and the upper half of the symmetric matrix of second derivatives.
    const g = [ridge * weights[0]!, ridge * weights[1]!, 0];
    const h = [ridge, 0, 0, ridge, 0, 1e-9];
    for (const { u, v, label } of rows) {
      const p = sigmoid(weights[0]! * u + weights[1]! * v + weights[2]!);
      const error = (p - label) / n;
      const s = (p * (1 - p)) / n;
      g[0]! += error * u;
      g[1]! += error * v;
      g[2]! += error;
      h[0]! += s * u * u;
      h[1]! += s * u * v;
      h[2]! += s * u;
      h[3]! += s * v * v;
      h[4]! += s * v;
      h[5]! += s;
    }
    const step = solveSymmetric(h, g);
    // Newton's step can go too far: half of it until the cost falls.
    let share = 1;
    let next = weights;
    let nextCost = cost;
    for (; share > 1e-4; share /= 2) {
      next = weights.map((w, i) => w - share * step[i]!);
      nextCost = costOf(next);
      if (nextCost < cost) break;
    }
    if (!(cost - nextCost > 1e-12)) break;
    weights = next;
    cost = nextCost;
  }

  const w1 = weights[0]! / scaleU;
  const w2 = weights[1]! / scaleV;
  const b = weights[2]! - w1 * meanU - w2 * meanV;
  const right = known.filter(
    ({ place, label }) => w1 * place[0] + w2 * place[1] + b > 0 === (label === 1),
  );
  return {
    w1,
    w2,
    b,
    accuracy: places.length === 0 ? Number.NaN : right.length / places.length,
    loss: known.length === 0 ? Number.NaN : lossOf(weights),
    wrong: places.length - right.length,
  };
}

/** Mean and deviation; a column that is all the same has deviation 1. */
function spread(values: readonly number[]): [mean: number, deviation: number] {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value / n, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / n, 0);
  return [mean, variance > 1e-18 * (1 + mean ** 2) ? Math.sqrt(variance) : 1];
}

/** x of Hx = g for a symmetric 3 × 3 H, given row by row from its diagonal on (Cramer's rule). */
function solveSymmetric(h: readonly number[], g: readonly number[]): number[] {
  const [a, b, c, d, e, f] = h as [number, number, number, number, number, number];
  const [x, y, z] = g as [number, number, number];
  const A = d * f - e * e;
  const B = c * e - b * f;
  const C = b * e - c * d;
  const determinant = a * A + b * B + c * C;
  return [
    (A * x + B * y + C * z) / determinant,
    (B * x + (a * f - c * c) * y + (b * c - a * e) * z) / determinant,
    (C * x + (b * c - a * e) * y + (a * d - b * b) * z) / determinant,
  ];
}
