/**
 * How sure a head may be that nothing has calibrated: from its own samples, each answered without its
 * burst, and while there are few, from what was usual for so many (docs/decisions/0013). Pure.
 */
import type { Examples } from '../heads/head.ts';
import { createInstantLearner, type InstantMethod } from '../heads/instant.ts';
import { rowOf, takeRows } from '../heads/matrix.ts';
import { crossLogits, fitTemperature } from './calibration.ts';

/** Usual temperatures: `many`, and with n samples of each class 1 + few ÷ n times as much. */
export interface UsualTemperature {
  readonly many: number;
  readonly few: number;
  /** Of what is usual against the samples' own loss: nats for a temperature e times as high. */
  readonly weight: number;
}

/** More would only take time. */
const mostMeasured = 400;

/** @param bursts of each example */
export function instantTemperature(
  method: InstantMethod,
  examples: Examples,
  bursts: readonly string[],
  { many, few, weight }: UsualTemperature,
): number {
  const { rows, columns } = examples.vectors;
  const shown = new Set(examples.labels).size;
  const usual = many * (1 + (few * Math.max(1, shown)) / Math.max(1, rows));
  if (shown < 2) return usual;
  const step = Math.max(1, rows / mostMeasured);
  const some = Int32Array.from({ length: Math.min(rows, mostMeasured) }, (_, i) =>
    Math.floor(i * step),
  );
  const measured: Examples = {
    vectors: takeRows(examples.vectors, some),
    labels: Int32Array.from(some, (row) => examples.labels[row]!),
    classCount: examples.classCount,
  };
  const classes = Array.from({ length: examples.classCount }, (_, k) => `${k}`);
  const groups = Array.from(some, (row) => bursts[row]!);
  const { logits, indices } = crossLogits(measured, groups, fit, 1);
  return fitTemperature(
    takeRows(logits, indices),
    Array.from(indices, (row) => measured.labels[row]!),
    { temperature: usual, weight },
  );

  function fit({ vectors, labels }: Examples) {
    const learner = createInstantLearner(method, columns);
    labels.forEach((label, i) => learner.addLater(rowOf(vectors, i), classes[label]!));
    return learner.head(classes);
  }
}
