/** Fits of polynomials with penalties: least squares, ridge (L2), lasso (L1), elastic net. Pure. */
import { softThreshold } from '#lib/maths/network/penalty.ts';
import { Random } from '#lib/maths/random.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** w₀ … w_d of ŷ(x) = Σ wₖ·xᵏ. */
export type Weights = readonly number[];

/** The penalty (λ ÷ n)·(share·Σ|w| + (1 − share)·½·Σw²); w₀ is free of it. */
export interface Strength {
  readonly lambda: number;
  /** 0: L2 alone (λ ÷ 2n of seed 001); 1: L1 alone (λ ÷ n of seed 002); between: elastic net. */
  readonly share: number;
}

export const noPenalty: Strength = { lambda: 0, share: 0 };

/** By Horner's rule. */
export const valueAt = (weights: Weights, x: number): number =>
  weights.reduceRight((sum, w) => sum * x + w, 0);

/** Mean of (ŷ − y)². NaN without points. */
export const meanSquaredError = (weights: Weights, points: readonly Point[]): number =>
  points.reduce((sum, { x, y }) => sum + (valueAt(weights, x) - y) ** 2, 0) / points.length;

/** Σ|w|, Σw² and how many are exactly 0; w₀ aside. */
export function sizesOf([, ...weights]: Weights): { l1: number; l2: number; zeros: number } {
  return {
    l1: weights.reduce((sum, w) => sum + Math.abs(w), 0),
    l2: weights.reduce((sum, w) => sum + w * w, 0),
    zeros: weights.filter((w) => w === 0).length,
  };
}

/** As little as keeps a system solvable that has fewer points than weights: of all fits, the smallest. */
const least = 1e-9;

/** The weights that minimise mean (ŷ − y)² ÷ 2 plus the penalty. */
export function fitPolynomial(
  points: readonly Point[],
  degree: number,
  { lambda, share }: Strength = noPenalty,
): Weights {
  const l2 = lambda * (1 - share);
  const ridge = solveRidge(points, degree, Math.max(l2, points.length > degree ? 0 : least));
  const l1 = lambda * share;
  return l1 > 0 ? descendByCoordinate(points, ridge, l1, l2) : ridge;
}

/**
 * Least squares of the powers of x with √λ·w = 0 as further rows, by Householder's reflections
 * (Golub and Van Loan, Matrix Computations, 5.3.2): unlike the normal equations it does not square
 * how ill-conditioned the powers are.
 */
function solveRidge(points: readonly Point[], degree: number, lambda: number): number[] {
  const columns = degree + 1;
  const rows: number[][] = points.map(({ x, y }) => [
    ...Array.from({ length: columns }, (_, k) => x ** k),
    y,
  ]);
  if (lambda > 0) {
    for (let k = 1; k < columns; k++) {
      const row = new Array<number>(columns + 1).fill(0);
      row[k] = Math.sqrt(lambda);
      rows.push(row);
    }
  }
  for (let k = 0; k < columns; k++) {
    const below = rows.slice(k);
    const norm = Math.hypot(...below.map((row) => row[k]!));
    if (norm === 0) continue;
    const alpha = below[0]![k]! > 0 ? -norm : norm;
    const v = below.map((row, i) => row[k]! - (i === 0 ? alpha : 0));
    const square = v.reduce((sum, value) => sum + value * value, 0);
    for (let c = k; c <= columns; c++) {
      const along = (2 * below.reduce((sum, row, i) => sum + v[i]! * row[c]!, 0)) / square;
      below.forEach((row, i) => (row[c]! -= along * v[i]!));
    }
  }
  const weights = new Array<number>(columns).fill(0);
  for (let k = columns - 1; k >= 0; k--) {
    let value = rows[k]![columns]!;
    for (let c = k + 1; c < columns; c++) value -= rows[k]![c]! * weights[c]!;
    weights[k] = rows[k]![k] === 0 ? 0 : value / rows[k]![k]!;
  }
  return weights;
}

const mostSweeps = 4000;

/**
 * Coordinate descent with soft thresholds (Friedman, Hastie and Tibshirani, 2010): minimises
 * ½·Σ(ŷ − y)² + l1·Σ|w| + (l2 ÷ 2)·Σw², and what it brings to 0 is exactly 0.
 */
function descendByCoordinate(
  points: readonly Point[],
  from: readonly number[],
  l1: number,
  l2: number,
): number[] {
  const weights = from.map((w) => Math.max(-10, Math.min(10, w)));
  const size = weights.length;
  const sum = (power: number) => points.reduce((all, { x }) => all + x ** power, 0);
  // The inner products of the powers depend on nothing but the powers' sum.
  const products = Array.from({ length: 2 * size - 1 }, (_, power) => sum(power));
  const aims = weights.map((_, k) => points.reduce((all, { x, y }) => all + x ** k * y, 0));
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let moved = 0;
    for (let k = 0; k < size; k++) {
      let rest = aims[k]!;
      for (let j = 0; j < size; j++) if (j !== k) rest -= products[k + j]! * weights[j]!;
      const next =
        k === 0 ? rest / products[0]! : softThreshold(rest, l1) / (products[2 * k]! + l2);
      moved = Math.max(moved, Math.abs(next - weights[k]!));
      weights[k] = next;
    }
    if (moved < 1e-7) break;
  }
  return weights;
}

/** What the points are drawn around. */
export const truth = (x: number): number => 0.8 * Math.sin(3.4 * x + 0.4);

/** Points around the truth, one in each of as many stretches of −1..1; another `part`, other points. */
export function drawPoints(count: number, noise: number, seed: number, part: number): Point[] {
  const random = new Random(seed * 8 + part);
  return Array.from({ length: count }, (_, i) => {
    const x = (2 * (i + random.next())) / count - 1;
    return { x, y: truth(x) + noise * random.normal() };
  });
}

/** 1, 3, 5, 7 and what comes next: a polynomial of degree 4 says whatever one likes. */
export const sequencePoints = (next: number): readonly Point[] =>
  [1, 3, 5, 7, next].map((y, i) => ({ x: i + 1, y }));

/** The polynomial of degree 4 through them: 2x − 1 + c·(x − 1)(x − 2)(x − 3)(x − 4). */
export const fitSequence = (next: number): Weights => fitPolynomial(sequencePoints(next), 4);
