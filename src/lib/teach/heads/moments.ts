/** What closed-form heads need of the samples: means, and a scatter that can be solved with. */
import { factorise, solve } from './cholesky.ts';
import type { Examples } from './head.ts';
import { addScaled, dot } from './matrix.ts';
import { OuterProducts } from './outer-products.ts';

/** Means of classes and of all, weighted. */
export interface Moments {
  readonly dimensions: number;
  readonly weights: ArrayLike<number>;
  readonly total: number;
  readonly classTotals: Float64Array;
  readonly mean: Float64Array;
  readonly classMeans: readonly Float64Array<ArrayBuffer>[];
}

export function momentsOf({ vectors, labels, classCount, weights }: Examples): Moments {
  const { rows, columns, data } = vectors;
  const used = weights ?? new Float32Array(rows).fill(1);
  const classTotals = new Float64Array(classCount);
  const mean = new Float64Array(columns);
  const classMeans = Array.from({ length: classCount }, () => new Float64Array(columns));
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const sum = classMeans[labels[i]!]!;
    const weight = used[i]!;
    for (let j = 0; j < columns; j++) sum[j]! += weight * data[i * columns + j]!;
    classTotals[labels[i]!]! += weight;
    total += weight;
  }
  classMeans.forEach((sum, k) => {
    for (let j = 0; j < columns; j++) {
      mean[j]! += total > 0 ? sum[j]! / total : 0;
      if (classTotals[k]! > 0) sum[j]! /= classTotals[k]!;
    }
  });
  return { dimensions: columns, weights: used, total, classTotals, mean, classMeans };
}

/**
 * X·Xᵀ or Xᵀ·X, whichever is smaller, of rows scaled by the root of their weights and moved by
 * `centreOf(row)`; X·Xᵀ with the rows, so that it can be turned back (the push-through
 * identity: (Xᵀ·X + λ·I)⁻¹·b = (b − Xᵀ·(X·Xᵀ + λ·I)⁻¹·X·b) ÷ λ).
 */
export class Scatter {
  /** None where Xᵀ·X is kept. */
  readonly #rows: Float64Array<ArrayBuffer>;
  readonly #count: number;
  readonly #dimensions: number;
  readonly #gram: Float64Array<ArrayBuffer>;
  readonly #dual: boolean;
  readonly trace: number;

  constructor(
    { vectors, labels }: Examples,
    moments: Moments,
    centreOf: (label: number) => Float64Array,
  ) {
    const d = vectors.columns;
    const n = vectors.rows;
    this.#dimensions = d;
    this.#count = n;
    this.#dual = n < d;
    this.#rows = new Float64Array(this.#dual ? n * d : 0);
    const products = new OuterProducts(this.#dual ? 0 : d);
    const moved = new Float64Array(d);
    let trace = 0;
    for (let i = 0; i < n; i++) {
      const centre = centreOf(labels[i]!);
      const root = Math.sqrt(moments.weights[i]!);
      for (let j = 0; j < d; j++) moved[j] = root * (vectors.data[i * d + j]! - centre[j]!);
      trace += dot(moved, 0, moved, 0, d);
      if (this.#dual) this.#rows.set(moved, i * d);
      else products.add(moved, 1);
    }
    this.trace = trace;
    this.#gram = this.#dual ? outerProduct(this.#rows, n, d) : products.sum();
  }

  /** Solves (S + ridge·I)·x = b for each b, in place. */
  solve(ridge: number, columns: readonly Float64Array[]): void {
    const size = this.#dual ? this.#count : this.#dimensions;
    const factor = this.#gram.slice();
    for (let i = 0; i < size; i++) factor[i * size + i]! += ridge;
    factorise(factor, size);
    for (const b of columns) {
      if (this.#dual) this.#solveDual(factor, ridge, b);
      else solve(factor, size, b);
    }
  }

  #solveDual(factor: Float64Array, ridge: number, b: Float64Array): void {
    const d = this.#dimensions;
    const inner = new Float64Array(this.#count);
    for (let i = 0; i < inner.length; i++) inner[i] = dot(this.#rows, i * d, b, 0, d);
    solve(factor, this.#count, inner);
    for (let i = 0; i < inner.length; i++) addScaled(b, 0, this.#rows, i * d, d, -inner[i]!);
    for (let j = 0; j < d; j++) b[j]! /= ridge;
  }
}

/** Lower triangle of M·Mᵀ for M [rows, columns]. */
function outerProduct(matrix: Float64Array, rows: number, columns: number) {
  const out = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j <= i; j++) {
      out[i * rows + j] = dot(matrix, i * columns, matrix, j * columns, columns);
    }
  }
  return out;
}
