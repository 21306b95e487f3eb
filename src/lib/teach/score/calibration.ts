/** Makes scores mean what they say: of answers with 80 %, four in five should be right. Pure. */
import type { Examples, Head, Matrix } from '../heads/head.ts';
import { argMax, createMatrix, rowOf, softmax, takeRows } from '../heads/matrix.ts';
import { logitsOf } from '../heads/predict.ts';
import { Random } from '#lib/maths/random.ts';

const limits = { coldest: 1e-3, hottest: 1e3 };
const golden = (Math.sqrt(5) - 1) / 2;

/** What a temperature is expected to be. */
export interface Usual {
  readonly temperature: number;
  readonly weight: number;
  readonly measured?: boolean;
}

/**
 * The temperature T for which softmax(logits ÷ T) fits held-out samples best (Guo et al., 2017),
 * found by golden-section search over log T. As in Platt (1999), the truth is aimed at with
 * (n + 1) ÷ (n + 2) instead of 1, so that a few samples that are all right do not make it certain.
 * @param logits [samples, classes]
 * @param usual what is expected beforehand: it weighs `weight`·ln²(T ÷ temperature) against the sum
 * of the samples' losses. Where it is `measured` for such heads, it keeps samples that are all right from
 * making T certain, and the truth is aimed at with 1: aiming lower makes too little of tens of samples.
 * @returns what is usual, or else 1, without samples.
 */
export function fitTemperature(logits: Matrix, labels: ArrayLike<number>, usual?: Usual): number {
  if (logits.rows === 0 || logits.columns < 2) return usual?.temperature ?? 1;
  const aim = usual?.measured ? 1 : (logits.rows + 1) / (logits.rows + 2);
  const unusual = (logT: number) =>
    usual ? (usual.weight * (logT - Math.log(usual.temperature)) ** 2) / logits.rows : 0;
  const loss = (logT: number) => smoothedLoss(logits, labels, Math.exp(logT), aim) + unusual(logT);
  let low = Math.log(limits.coldest);
  let high = Math.log(limits.hottest);
  let a = high - golden * (high - low);
  let b = low + golden * (high - low);
  let lossA = loss(a);
  let lossB = loss(b);
  while (high - low > 1e-3) {
    if (lossA <= lossB) {
      high = b;
      [b, lossB] = [a, lossA];
      a = high - golden * (high - low);
      lossA = loss(a);
    } else {
      low = a;
      [a, lossA] = [b, lossB];
      b = low + golden * (high - low);
      lossB = loss(b);
    }
  }
  return Math.exp((low + high) / 2);
}

/** Classes that are silent (see `SILENT`) take no part in what is left beside the truth. */
const silentBelow = -1e5;

function smoothedLoss(
  logits: Matrix,
  labels: ArrayLike<number>,
  temperature: number,
  aim: number,
): number {
  let loss = 0;
  for (let i = 0; i < logits.rows; i++) {
    const row = rowOf(logits, i);
    const top = row[argMax(row)]!;
    let sum = 0;
    let others = 0;
    let heard = 0;
    row.forEach((value, k) => {
      if (value < silentBelow) return;
      sum += Math.exp((value - top) / temperature);
      if (k === labels[i]) return;
      others += (value - top) / temperature;
      heard++;
    });
    const truth = Math.max(row[labels[i]!]! - top, silentBelow) / temperature;
    const aimed = heard > 0 ? aim * truth + ((1 - aim) * others) / heard : truth;
    loss += Math.log(sum) - aimed;
  }
  return loss / logits.rows;
}

export interface CalibrationBin {
  /** Scores of the best answer, from (excluded, but for 0) to (included). */
  readonly from: number;
  readonly to: number;
  readonly count: number;
  /** Mean score, and the part that was right; NaN in an empty bin. */
  readonly confidence: number;
  readonly accuracy: number;
}

export interface Calibration {
  /** Expected calibration error (Naeini et al., 2015), 0..1; NaN without samples. */
  readonly error: number;
  readonly bins: readonly CalibrationBin[];
}

/** @param best score of each answer, 0..1. @param right whether it was. */
export function calibrationOf(
  best: ArrayLike<number>,
  right: ArrayLike<boolean>,
  binCount = 10,
): Calibration {
  const bins = Array.from({ length: binCount }, () => ({ count: 0, score: 0, right: 0 }));
  for (let i = 0; i < best.length; i++) {
    const at = Math.max(0, Math.min(binCount - 1, Math.ceil(best[i]! * binCount) - 1));
    const bin = bins[at]!;
    bin.count++;
    bin.score += best[i]!;
    if (right[i]) bin.right++;
  }
  const error = bins.reduce((sum, bin) => sum + Math.abs(bin.score - bin.right), 0) / best.length;
  return {
    error,
    bins: bins.map(({ count, score, right: hits }, i) => ({
      from: i / binCount,
      to: (i + 1) / binCount,
      count,
      confidence: score / count,
      accuracy: hits / count,
    })),
  };
}

/** Calibration error of the best answers at a temperature. */
export function calibrationError(
  logits: Matrix,
  labels: ArrayLike<number>,
  temperature: number,
): number {
  return errorAt(logits, labels, () => temperature);
}

/**
 * The error to expect of a temperature fitted on these samples: each group (burst) is answered at the
 * temperature of the others, so that none is judged by what it chose itself. NaN with fewer than two groups.
 */
export function crossedCalibrationError(
  logits: Matrix,
  labels: ArrayLike<number>,
  groups: readonly string[],
  seed: number,
  usual?: Usual,
  most = 5,
): number {
  const foldOf = dealt(groups, seed, most);
  const folds = Math.min(most, foldOf.size);
  if (folds < 2) return NaN;
  const temperatures = Array.from({ length: folds }, (_, fold) => {
    const others = groups.flatMap((name, i) => (foldOf.get(name) === fold ? [] : [i]));
    return fitTemperature(
      takeRows(logits, others),
      others.map((i) => labels[i]!),
      usual,
    );
  });
  return errorAt(logits, labels, (i) => temperatures[foldOf.get(groups[i]!)!]!);
}

/** Groups to folds, in the order that the seed gives. */
function dealt(groups: readonly string[], seed: number, folds: number): Map<string, number> {
  const names = new Random(seed).shuffle([...new Set(groups)].sort());
  return new Map(names.map((name, i) => [name, i % folds]));
}

function errorAt(
  logits: Matrix,
  labels: ArrayLike<number>,
  temperatureOf: (row: number) => number,
): number {
  const best: number[] = [];
  const right: boolean[] = [];
  for (let i = 0; i < logits.rows; i++) {
    const scores = rowOf(logits, i).slice();
    softmax(scores, temperatureOf(i));
    const answer = argMax(scores);
    best.push(scores[answer]!);
    right.push(answer === labels[i]);
  }
  return calibrationOf(best, right).error;
}

/**
 * Logits for samples by heads that did not see them, where nothing was held out: groups (bursts) are
 * dealt to folds, and each fold is answered by a head fitted on the others.
 * @param groups one for each example; a group is never divided.
 * @returns logits [examples, classes]; rows of `indices` only where at least two classes were left to fit.
 */
export function crossLogits(
  examples: Examples,
  groups: readonly string[],
  fit: (examples: Examples) => Head,
  seed: number,
  folds = 5,
): { readonly logits: Matrix; readonly indices: Int32Array } {
  const foldOf = dealt(groups, seed, folds);
  const logits = createMatrix(examples.labels.length, examples.classCount);
  const answered: number[] = [];
  for (let fold = 0; fold < Math.min(folds, foldOf.size); fold++) {
    const inside: number[] = [];
    const outside: number[] = [];
    groups.forEach((name, i) => (foldOf.get(name) === fold ? outside : inside).push(i));
    const left = {
      vectors: takeRows(examples.vectors, inside),
      labels: Int32Array.from(inside, (i) => examples.labels[i]!),
      classCount: examples.classCount,
      ...(examples.weights && { weights: Float32Array.from(inside, (i) => examples.weights![i]!) }),
    };
    const known = new Set(left.labels);
    if (known.size < 2) continue;
    const own = logitsOf(fit(left), takeRows(examples.vectors, outside));
    outside.forEach((i, at) => {
      // A class that the fold took away whole could not be answered.
      if (!known.has(examples.labels[i]!)) return;
      rowOf(logits, i).set(rowOf(own, at));
      answered.push(i);
    });
  }
  return { logits, indices: Int32Array.from(answered.sort((a, b) => a - b)) };
}
