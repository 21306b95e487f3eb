/** Heads that one pass over the samples gives, without epochs. */
import { factorise, solve } from './cholesky.ts';
import { SILENT, type Examples, type Head } from './head.ts';
import { knnHead } from './knn.ts';
import { addScaled, dot } from './matrix.ts';
import { MeansLearner } from './means.ts';
import { rowOf } from './matrix.ts';
import { temperatures } from './temperatures.ts';

/** Means of classes and of all, weighted. */
interface Moments {
  readonly dimensions: number;
  readonly weights: ArrayLike<number>;
  readonly total: number;
  readonly classTotals: Float64Array;
  readonly mean: Float64Array;
  readonly classMeans: readonly Float64Array<ArrayBuffer>[];
}

function momentsOf({ vectors, labels, classCount, weights }: Examples): Moments {
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
 * `centreOf(row)`; with the rows, so that the small one can be turned back (the push-through
 * identity: (Xᵀ·X + λ·I)⁻¹·b = (b − Xᵀ·(X·Xᵀ + λ·I)⁻¹·X·b) ÷ λ).
 */
class Scatter {
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
    this.#rows = new Float64Array(n * d);
    for (let i = 0; i < n; i++) {
      const centre = centreOf(labels[i]!);
      const root = Math.sqrt(moments.weights[i]!);
      for (let j = 0; j < d; j++) {
        this.#rows[i * d + j] = root * (vectors.data[i * d + j]! - centre[j]!);
      }
    }
    this.trace = dot(this.#rows, 0, this.#rows, 0, n * d);
    this.#dual = n < d;
    this.#gram = this.#dual
      ? outerProduct(this.#rows, n, d)
      : outerProduct(transpose(this.#rows, n, d), d, n);
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

function transpose(matrix: Float64Array, rows: number, columns: number) {
  const out = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  }
  return out;
}

/**
 * LDA (Fisher, 1936) with a covariance shrunk towards a scaled identity (Ledoit and Wolf, 2004):
 * Σ = (1 − a)·S/n + a·v·I, v the mean variance of a dimension. Classes count alike, common or rare.
 * @param shrinkage a, 0..1
 */
export function fitLda(examples: Examples, classes: readonly string[], shrinkage: number): Head {
  const moments = momentsOf(examples);
  const { dimensions, classMeans, classTotals, mean, total } = moments;
  const scatter = new Scatter(examples, moments, (label) => classMeans[label]!);
  const present = Array.from(classTotals).filter((weight) => weight > 0).length;
  const freedom = Math.max(1, total - present);
  const variance = scatter.trace / freedom / dimensions;
  // Without any scatter (one sample of each class, or all alike) only the directions of the means count.
  const a = Math.min(1, Math.max(1e-4, shrinkage));
  const kept = 1 - a;
  const spread = variance > 1e-12 ? variance : 1e-3;
  const columns = classMeans.map((one) => one.map((value, j) => value - mean[j]!));
  const solved = columns.map((one) => one.slice());
  // (kept·S/n + a·v·I)⁻¹ = (n/kept)·(S + a·v·n/kept·I)⁻¹
  const ridge = kept > 1e-6 ? (a * spread * freedom) / kept : 0;
  if (ridge > 0) {
    scatter.solve(ridge, solved);
    for (const one of solved) for (let j = 0; j < dimensions; j++) one[j]! *= freedom / kept;
  } else {
    for (const one of solved) for (let j = 0; j < dimensions; j++) one[j]! /= spread;
  }
  const bias = solved.map((one, k) => -0.5 * dot(one, 0, columns[k]!, 0, dimensions));
  return linearHead('lda', classes, moments, solved, bias);
}

/**
 * Ridge regression (Hoerl and Kennard, 1970) to 1 for the class and 0 for the others.
 * @param ridge λ, for rows of about unit length
 */
export function fitRidge(examples: Examples, classes: readonly string[], ridge: number): Head {
  const moments = momentsOf(examples);
  const { classMeans, classTotals, mean, total, dimensions } = moments;
  const scatter = new Scatter(examples, moments, () => mean);
  const columns = classMeans.map((one, k) =>
    one.map((value, j) => classTotals[k]! * (value - mean[j]!)),
  );
  scatter.solve(Math.max(ridge, 1e-6), columns);
  const bias = Array.from(
    classTotals,
    (weight) => weight / Math.max(total, dimensions > 0 ? 1e-12 : 1),
  );
  return linearHead('ridge', classes, moments, columns, bias);
}

function linearHead(
  method: 'lda' | 'ridge',
  classes: readonly string[],
  { dimensions, mean, classTotals }: Moments,
  columns: readonly Float64Array[],
  biases: readonly number[],
): Head {
  const weights = new Float32Array(dimensions * classes.length);
  const bias = new Float32Array(classes.length);
  columns.forEach((column, k) => {
    if (classTotals[k] === 0) {
      bias[k] = SILENT;
      return;
    }
    for (let j = 0; j < dimensions; j++) weights[j * classes.length + k] = column[j]!;
    bias[k] = biases[k]!;
  });
  const matrix = { rows: dimensions, columns: classes.length, data: weights };
  return {
    method,
    classes,
    dimensions,
    normalisation: { mean: Float32Array.from(mean), unitLength: false },
    temperature: temperatures[method],
    layers: [{ weights: matrix, bias, activation: 'none' }],
  };
}

export function fitMeans({ vectors, labels }: Examples, classes: readonly string[]): Head {
  const learner = new MeansLearner(vectors.columns);
  for (let i = 0; i < vectors.rows; i++) learner.add(rowOf(vectors, i), classes[labels[i]!]!);
  return learner.head(classes);
}

export function fitKnn({ vectors, labels }: Examples, classes: readonly string[], k: number): Head {
  return knnHead(vectors, Int32Array.from(labels), classes, k);
}
