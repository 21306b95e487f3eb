/** What held-out judgements say of a run. Pure. */
import { confusionMatrix, metricsOf, type Metrics } from '../score/metrics.ts';
import type { Judgement } from '../trainer/protocol.ts';

export interface Evaluated extends Metrics {
  /** `counts[truth][answer]`, in the order of the classes. */
  readonly counts: readonly (readonly number[])[];
}

/** Figures over the given classes; judgements of other ones (deleted since) are left out. */
export function evaluate(judgements: readonly Judgement[], classes: readonly string[]): Evaluated {
  const place = new Map(classes.map((id, i) => [id, i]));
  const known = judgements.filter(({ truth, answer }) => place.has(truth) && place.has(answer));
  const size = classes.length;
  const confusion = confusionMatrix(
    known.map(({ truth }) => place.get(truth)!),
    known.map(({ answer }) => place.get(answer)!),
    size,
  );
  return {
    ...metricsOf(confusion, size),
    counts: classes.map((_, row) => [...confusion.subarray(row * size, (row + 1) * size)]),
  };
}

export interface Interval {
  /** Both 0..1. */
  readonly low: number;
  readonly high: number;
}

/**
 * Where the true share lies in 95 of 100 cases (Wilson 1927, score interval): honest for a handful
 * of samples too, where the textbook's ±√(p(1−p)/n) claims certainty.
 */
export function wilsonInterval(right: number, total: number, z = 1.959964): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const share = right / total;
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total));
  const scale = 1 + (z * z) / total;
  const middle = share + (z * z) / (2 * total);
  return {
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

export interface ReliabilityBin {
  readonly confidence: number;
  readonly accuracy: number;
  readonly count: number;
}

/** Answers grouped by how sure they were, in `bins` equal steps of the score; empty groups are left out. */
export function reliabilityBins(judgements: readonly Judgement[], bins = 10): ReliabilityBin[] {
  const groups = Array.from({ length: bins }, () => ({ scores: 0, right: 0, count: 0 }));
  for (const { score, truth, answer } of judgements) {
    if (!Number.isFinite(score)) continue;
    const group = groups[Math.min(bins - 1, Math.max(0, Math.floor(score * bins)))]!;
    group.scores += score;
    group.count += 1;
    if (truth === answer) group.right += 1;
  }
  return groups
    .filter(({ count }) => count > 0)
    .map(({ scores, right, count }) => ({
      confidence: scores / count,
      accuracy: right / count,
      count,
    }));
}

/** How much a number of held-out samples can say. */
export type Weight = 'none' | 'tiny' | 'some' | 'plenty';

export function weightOf(total: number): Weight {
  if (total === 0) return 'none';
  if (total < 10) return 'tiny';
  return total < 100 ? 'some' : 'plenty';
}
