/** What held-out judgements say of a run. Pure. */
import { calibrationOf, type Calibration } from '../score/calibration.ts';
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

/** How sure each answer was, against how often it was right. */
export const calibrationOfJudgements = (judgements: readonly Judgement[]): Calibration =>
  calibrationOf(
    judgements.map(({ score }) => score),
    judgements.map(({ truth, answer }) => truth === answer),
  );

/** How much a number of held-out samples can say. */
export type Weight = 'none' | 'tiny' | 'some' | 'plenty';

export function weightOf(total: number): Weight {
  if (total === 0) return 'none';
  if (total < 10) return 'tiny';
  return total < 100 ? 'some' : 'plenty';
}
