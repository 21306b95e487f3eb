/** Learns a {@link Whitening} from labelled photos; done once, by `npm run eval:fewshot -- --write`. */
import type { Examples } from './head.ts';
import { addScaled, dot, multiplySymmetric } from './matrix.ts';
import { Random } from '#lib/maths/random.ts';
import type { Whitening } from './whitening.ts';

const rounds = 60;

/**
 * Covariance within classes, of mean variance 1, mixed with `identity` parts of I and kept along its
 * `count` widest directions (orthogonal iteration: Golub and Van Loan, ch. 8.2.4).
 * @param sets of examples; labels of different sets are different classes, and sets weigh alike
 */
export function learnWhitening(
  sets: readonly Examples[],
  count: number,
  identity: number,
): Whitening {
  const d = sets[0]!.vectors.columns;
  const covariance = new Float64Array(d * d);
  for (const set of sets) addWithin(covariance, set);
  const directions = orthogonalRows(count, d, new Random(1));
  const product = new Float64Array(d);
  for (let round = 0; round < rounds; round++) {
    for (const row of directions) {
      multiplySymmetric(covariance, row, product, d);
      row.set(product);
    }
    orthonormalise(directions);
  }
  let trace = 0;
  for (let j = 0; j < d; j++) trace += covariance[j * d + j]!;
  const variances = directions.map((row) => {
    multiplySymmetric(covariance, row, product, d);
    return (dot(row, 0, product, 0, d) / trace) * d;
  });
  // What lies beside the directions kept counts as their mean.
  const rest = (d - variances.reduce((sum, value) => sum + value, 0)) / (d - count);
  const floor = (1 - identity) * rest + identity;
  return {
    dimensions: d,
    directions: Float32Array.from(directions.flatMap((row) => Array.from(row))),
    excess: Float32Array.from(variances, (value) =>
      Math.max(0, ((1 - identity) * value + identity) / floor - 1),
    ),
    centre: meanOf(sets, d),
  };
}

function meanOf(sets: readonly Examples[], d: number): Float32Array {
  const mean = new Float64Array(d);
  for (const { vectors } of sets) {
    const share = 1 / (vectors.rows * sets.length);
    vectors.data.forEach((value, i) => (mean[i % d]! += value * share));
  }
  return Float32Array.from(mean);
}

/** Adds the covariance within classes, of trace 1. */
function addWithin(covariance: Float64Array, { vectors, labels, classCount }: Examples): void {
  const { rows, columns: d, data } = vectors;
  const counts = new Float64Array(classCount);
  const means = new Float64Array(classCount * d);
  for (let i = 0; i < rows; i++) {
    counts[labels[i]!]!++;
    for (let j = 0; j < d; j++) means[labels[i]! * d + j]! += data[i * d + j]!;
  }
  const offsets = Array.from({ length: rows }, (_, i) =>
    Float64Array.from(
      { length: d },
      (_, j) => data[i * d + j]! - means[labels[i]! * d + j]! / counts[labels[i]!]!,
    ),
  );
  const total = offsets.reduce((sum, row) => sum + dot(row, 0, row, 0, d), 0);
  for (const row of offsets) {
    for (let j = 0; j < d; j++) addScaled(covariance, j * d, row, 0, d, row[j]! / total);
  }
}

function orthogonalRows(count: number, d: number, random: Random): Float64Array[] {
  const rows = Array.from({ length: count }, () =>
    Float64Array.from({ length: d }, () => random.normal()),
  );
  orthonormalise(rows);
  return rows;
}

/** Gram and Schmidt, in the order of the rows. */
function orthonormalise(rows: readonly Float64Array[]): void {
  rows.forEach((row, k) => {
    for (const before of rows.slice(0, k)) {
      addScaled(row, 0, before, 0, row.length, -dot(row, 0, before, 0, row.length));
    }
    const length = Math.sqrt(dot(row, 0, row, 0, row.length));
    for (let j = 0; j < row.length; j++) row[j]! /= length;
  });
}
