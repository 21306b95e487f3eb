/** Heads that one pass over the samples gives, without epochs. */
import { SILENT, type Examples, type Head } from './head.ts';
import { knnHead } from './knn.ts';
import { addScaled, dot } from './matrix.ts';
import { MeansLearner } from './means.ts';
import { momentsOf, Scatter, type Moments } from './moments.ts';
import { rowOf } from './matrix.ts';
import { whiteningFor } from './shipped-whitening.ts';
import { temperatures } from './temperatures.ts';
import { fitWhitened, type Whitening } from './whitening.ts';

/**
 * LDA (Fisher, 1936) with a covariance shrunk towards a scaled identity (Ledoit and Wolf, 2004):
 * Σ = (1 − a)·S/n + a·v·I, v the mean variance of a dimension, of whitened embeddings. Class k scores
 * (x − c)ᵀ·Σ⁻¹·d ÷ √(dᵀ·Σ⁻¹·d), d = m_k − c, c the middle of the class means: the cosine to the class
 * in the space that Σ makes round, so that a class far from the others is not favoured.
 * @param shrinkage a, 0..1
 */
export function fitLda(
  examples: Examples,
  classes: readonly string[],
  shrinkage: number,
  whitening: Whitening | null = whiteningFor(examples.vectors.columns),
): Head {
  return fitWhitened(whitening, examples, (white) => solveLda(white, classes, shrinkage));
}

function solveLda(examples: Examples, classes: readonly string[], shrinkage: number): Head {
  const moments = momentsOf(examples);
  const { dimensions, classMeans, classTotals, total } = moments;
  const scatter = new Scatter(examples, moments, (label) => classMeans[label]!);
  const present = classMeans.filter((_, k) => classTotals[k]! > 0);
  const freedom = Math.max(1, total - present.length);
  const variance = scatter.trace / freedom / dimensions;
  // Without any scatter (one sample of each class, or all alike) only the directions of the means count.
  const a = Math.min(1, Math.max(1e-4, shrinkage));
  const spread = variance > 1e-12 ? variance : 1e-3;
  const middle = middleOf(present, dimensions);
  const columns = classMeans.map((one) => one.map((value, j) => value - middle[j]!));
  const solved = columns.map((one) => one.slice());
  // (kept·S/n + a·v·I)⁻¹ = (n/kept)·(S + a·v·n/kept·I)⁻¹
  const kept = 1 - a;
  const ridge = kept > 1e-6 ? (a * spread * freedom) / kept : 0;
  if (ridge > 0) scatter.solve(ridge, solved);
  const factor = ridge > 0 ? freedom / kept : 1 / spread;
  solved.forEach((one, k) => {
    for (let j = 0; j < dimensions; j++) one[j]! *= factor;
    toUnitAlong(one, columns[k]!);
  });
  return linearHead(
    'lda',
    classes,
    moments,
    middle,
    solved,
    classTotals.map(() => 0),
  );
}

/** Mean of the class means; zeros without classes. */
export function middleOf(means: readonly Float64Array[], dimensions: number): Float64Array {
  const middle = new Float64Array(dimensions);
  for (const mean of means) addScaled(middle, 0, mean, 0, dimensions, 1 / means.length);
  return middle;
}

/** column ÷ √(columnᵀ·mean): zeros where the mean is no way off. */
export function toUnitAlong(column: Float64Array, mean: Float64Array): void {
  const square = dot(column, 0, mean, 0, column.length);
  const scale = square > 1e-12 ? 1 / Math.sqrt(square) : 0;
  for (let j = 0; j < column.length; j++) column[j]! *= scale;
}

/**
 * Ridge regression (Hoerl and Kennard, 1970) to 1 for the class and 0 for the others, of whitened
 * embeddings.
 * @param ridge λ, for rows of about unit length
 */
export function fitRidge(
  examples: Examples,
  classes: readonly string[],
  ridge: number,
  whitening: Whitening | null = whiteningFor(examples.vectors.columns),
): Head {
  return fitWhitened(whitening, examples, (white) => solveRidge(white, classes, ridge));
}

function solveRidge(examples: Examples, classes: readonly string[], ridge: number): Head {
  const moments = momentsOf(examples);
  const { classMeans, classTotals, mean, total } = moments;
  const scatter = new Scatter(examples, moments, () => mean);
  const columns = classMeans.map((one, k) =>
    one.map((value, j) => classTotals[k]! * (value - mean[j]!)),
  );
  scatter.solve(Math.max(ridge, 1e-6), columns);
  const bias = classTotals.map((weight) => weight / Math.max(total, 1e-12));
  return linearHead('ridge', classes, moments, mean, columns, bias);
}

function linearHead(
  method: 'lda' | 'ridge',
  classes: readonly string[],
  { dimensions, classTotals }: Moments,
  centre: Float64Array,
  columns: readonly Float64Array[],
  biases: Float64Array,
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
    normalisation: { mean: Float32Array.from(centre), unitLength: false },
    temperature: temperatures[method],
    layers: [{ weights: matrix, bias, activation: 'none' }],
  };
}

export function fitMeans(
  examples: Examples,
  classes: readonly string[],
  whitening: Whitening | null = whiteningFor(examples.vectors.columns),
): Head {
  return fitWhitened(whitening, examples, ({ vectors, labels }) => {
    const learner = new MeansLearner(vectors.columns);
    for (let i = 0; i < vectors.rows; i++) learner.add(rowOf(vectors, i), classes[labels[i]!]!);
    return learner.head(classes);
  });
}

export function fitKnn({ vectors, labels }: Examples, classes: readonly string[], k: number): Head {
  return knnHead(vectors, Int32Array.from(labels), classes, k);
}
