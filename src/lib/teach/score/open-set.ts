/**
 * When to say "I don't know": how far an embedding lies from what each class has shown. The distance
 * is 1 − cosine to the nearest class mean, from what all pictures have in common and with what varies
 * within any class discounted (`heads/whitening.ts`), so it needs few samples and no matrix of its
 * own. (docs/decisions/0008 has the measures that were compared.)
 * Scores cannot tell: they only divide belief among the classes there are. Pure.
 */
import type { Examples, Matrix } from '../heads/head.ts';
import { dot32, rowOf } from '../heads/matrix.ts';
import { whiteningFor } from '../heads/shipped-whitening.ts';
import { whiten, type Whitening } from '../heads/whitening.ts';

/** What distances are measured from; fitted on the training samples of a project. */
export interface Familiarity {
  /** Class ids, in the order of `means`. */
  readonly classes: readonly string[];
  /** [classes, dimensions], each row of unit length; zeros for a class without samples. */
  readonly means: Float32Array<ArrayBuffer>;
  readonly dimensions: number;
  /** Whether distances are taken in the whitened space of the trunk. */
  readonly whitened: boolean;
  /** Distances of known samples, each as if its burst had not been seen, ascending: the accept curve. */
  readonly known: Float32Array<ArrayBuffer>;
  /** Distances of samples of "none of these", ascending. */
  readonly strangers: Float32Array<ArrayBuffer>;
}

type Measure = Pick<Familiarity, 'means' | 'dimensions' | 'classes' | 'whitened'>;

/** So many samples say where the limit lies; more would only take time. */
const mostMeasured = 200;

/**
 * O(samples · dimensions), then 200 · dimensions · (classes + directions of the whitening) at most.
 * @param bursts of each example. A sample is measured against its class without its burst, whose
 * frames are alike; without itself only, where the class has no other burst.
 * @param strangers samples of "none of these"
 */
export function fitFamiliarity(
  { vectors, labels }: Pick<Examples, 'vectors' | 'labels'>,
  bursts: readonly string[],
  classes: readonly string[],
  strangers?: Matrix,
  whitening: Whitening | null = whiteningFor(vectors.columns),
): Familiarity {
  const { rows, columns } = vectors;
  const all = classes.map(() => emptySum(columns));
  const ofBurst = new Map<string, Sum>();
  for (let i = 0; i < rows; i++) {
    const key = `${labels[i]} ${bursts[i]}`;
    const burst = ofBurst.get(key) ?? emptySum(columns);
    ofBurst.set(key, burst);
    for (const sum of [all[labels[i]!]!, burst]) add(sum, rowOf(vectors, i));
  }
  const means = new Float32Array(classes.length * columns);
  const measure: Measure = { classes, means, dimensions: columns, whitened: whitening !== null };
  all.forEach((sum, k) => {
    toSpace(meanOf(sum), whitening, rowOf({ rows, columns, data: means }, k));
  });
  const own = new Float32Array(columns);
  const known = spread(rows).flatMap((i) => {
    const label = labels[i]!;
    const whole = all[label]!;
    if (whole.count < 2) return [];
    const burst = ofBurst.get(`${label} ${bursts[i]}`)!;
    const vector = rowOf(vectors, i);
    const apart = burst.count < whole.count ? burst : { count: 1, values: vector };
    toSpace(meanOf(whole, apart), whitening, own);
    return nearest(measure, inSpace(vector, whitening), { label, mean: own });
  });
  return {
    ...measure,
    known: Float32Array.from(known).sort(),
    strangers: Float32Array.from(spread(strangers?.rows ?? 0), (i) =>
      nearest(measure, inSpace(rowOf(strangers!, i), whitening)),
    ).sort(),
  };
}

/** 0 (like a class) to 2; 1 where no class has shown anything. @param vector as the trunk gives it */
export function distanceTo(familiarity: Measure, vector: Float32Array): number {
  const { whitened, dimensions } = familiarity;
  return nearest(familiarity, inSpace(vector, whitened ? whiteningFor(dimensions) : null));
}

/** @param vector in the space of the means */
function nearest(
  { means, dimensions, classes }: Measure,
  vector: Float32Array,
  instead?: { readonly label: number; readonly mean: Float32Array },
): number {
  if (dot32(vector, 0, vector, 0, dimensions) < 0.5) return 1;
  let best = 0;
  classes.forEach((_, k) => {
    const product =
      instead?.label === k
        ? dot32(instead.mean, 0, vector, 0, dimensions)
        : dot32(means, k * dimensions, vector, 0, dimensions);
    best = k === 0 ? product : Math.max(best, product);
  });
  return Math.max(0, 1 - best);
}

function inSpace(vector: Float32Array, whitening: Whitening | null): Float32Array {
  const out = new Float32Array(vector.length);
  toSpace(vector, whitening, out);
  return out;
}

/** Of unit length; zeros stay zeros. */
function toSpace(vector: ArrayLike<number>, whitening: Whitening | null, out: Float32Array): void {
  let square = 0;
  for (let j = 0; j < out.length; j++) square += vector[j]! ** 2;
  if (square < 1e-18) return void out.fill(0);
  for (let j = 0; j < out.length; j++) out[j] = vector[j]! - (whitening?.centre[j] ?? 0);
  if (whitening) whiten(whitening, out, out);
  const length = Math.sqrt(dot32(out, 0, out, 0, out.length));
  const scale = length > 1e-9 ? 1 / length : 0;
  for (let j = 0; j < out.length; j++) out[j]! *= scale;
}

/** Row numbers, evenly spread where there are too many. */
function spread(rows: number): number[] {
  const count = Math.min(rows, mostMeasured);
  return Array.from({ length: count }, (_, i) => Math.floor((i * rows) / count));
}

interface Sum {
  count: number;
  readonly values: Float64Array<ArrayBuffer>;
}

function emptySum(dimensions: number): Sum {
  return { count: 0, values: new Float64Array(dimensions) };
}

function add(sum: Sum, vector: Float32Array): void {
  sum.count++;
  for (let j = 0; j < vector.length; j++) sum.values[j]! += vector[j]!;
}

/** The mean of a sum, less what is set apart; zeros of nothing. */
function meanOf(
  { count, values }: Sum,
  apart?: { readonly count: number; readonly values: ArrayLike<number> },
): Float64Array {
  const left = Math.max(1, count - (apart?.count ?? 0));
  return values.map((value, j) => (value - (apart?.values[j] ?? 0)) / left);
}
