/**
 * When to say "I don't know": how far an embedding lies from what each class has shown. The distance
 * is 1 − cosine to the nearest class mean, in the embedding itself: it needs five samples of a class
 * and no matrix. (docs/decisions/0008 has the measures that were compared.)
 * Scores cannot tell: they only divide belief among the classes there are. Pure.
 */
import type { Examples, Matrix } from '../heads/head.ts';
import { dot32, rowOf } from '../heads/matrix.ts';

/** What distances are measured from; fitted on the training samples of a project. */
export interface Familiarity {
  /** Class ids, in the order of `means`. */
  readonly classes: readonly string[];
  /** [classes, dimensions], each row of unit length; zeros for a class without samples. */
  readonly means: Float32Array<ArrayBuffer>;
  readonly dimensions: number;
  /** Distances of known samples, each as if its burst had not been seen, ascending: the accept curve. */
  readonly known: Float32Array<ArrayBuffer>;
  /** Distances of samples of "none of these", ascending. */
  readonly strangers: Float32Array<ArrayBuffer>;
}

/** So many known samples say where the limit lies; more would only take time. */
const mostKnown = 400;

/**
 * O(samples · dimensions), then 400 · classes · dimensions at most.
 * @param bursts of each example. A sample is measured against its class without its burst, whose
 * frames are alike; without itself only, where the class has no other burst.
 * @param strangers samples of "none of these"
 */
export function fitFamiliarity(
  { vectors, labels }: Pick<Examples, 'vectors' | 'labels'>,
  bursts: readonly string[],
  classes: readonly string[],
  strangers?: Matrix,
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
  all.forEach(({ values }, k) => toUnit(values, rowOf({ rows, columns, data: means }, k)));
  const familiarity = { classes, means, dimensions: columns };
  const known: number[] = [];
  const step = Math.max(1, rows / mostKnown);
  for (let at = 0; at < rows; at += step) {
    const i = Math.floor(at);
    const label = labels[i]!;
    const whole = all[label]!;
    if (whole.count < 2) continue;
    const burst = ofBurst.get(`${label} ${bursts[i]}`)!;
    const vector = rowOf(vectors, i);
    const left = whole.values.map((value, j) =>
      burst.count < whole.count ? value - burst.values[j]! : value - vector[j]!,
    );
    const own = Float32Array.from(left);
    toUnit(left, own);
    known.push(nearest(familiarity, vector, { label, mean: own }));
  }
  return {
    ...familiarity,
    known: Float32Array.from(known).sort(),
    strangers: Float32Array.from({ length: strangers?.rows ?? 0 }, (_, i) =>
      nearest(familiarity, rowOf(strangers!, i)),
    ).sort(),
  };
}

/** 0 (like a class) to 2; 1 where no class has shown anything. @param vector as the trunk gives it */
export function distanceTo(
  familiarity: Pick<Familiarity, 'means' | 'dimensions' | 'classes'>,
  vector: Float32Array,
): number {
  return nearest(familiarity, vector);
}

function nearest(
  { means, dimensions, classes }: Pick<Familiarity, 'means' | 'dimensions' | 'classes'>,
  vector: Float32Array,
  instead?: { readonly label: number; readonly mean: Float32Array },
): number {
  const length = Math.sqrt(dot32(vector, 0, vector, 0, dimensions));
  if (length < 1e-9) return 1;
  let best = 0;
  classes.forEach((_, k) => {
    const product =
      instead?.label === k
        ? dot32(instead.mean, 0, vector, 0, dimensions)
        : dot32(means, k * dimensions, vector, 0, dimensions);
    best = k === 0 ? product : Math.max(best, product);
  });
  return Math.max(0, 1 - best / length);
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

function toUnit(values: Float64Array, out: Float32Array): void {
  let square = 0;
  for (const value of values) square += value * value;
  const scale = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
  for (let j = 0; j < values.length; j++) out[j] = values[j]! * scale;
}
