/** Trains a head of any method on embeddings, one epoch at a time. */
import { FailureError } from '#lib/failure/failure.ts';
import { fitKnn, fitLda, fitMeans, fitRidge } from './closed-form.ts';
import { trainNetwork, type TrainCheckpoint, type TrainedHead, type TrainStep } from './epochs.ts';
import type { Examples, Head } from './head.ts';
import { instantRidge } from './instant.ts';
import { argMax, rowOf, softmax } from './matrix.ts';
import { logitsOf } from './predict.ts';
import type { HeadSettings } from './settings.ts';
import { whiteningFor } from './shipped-whitening.ts';
import type { Whitening } from './whitening.ts';

/**
 * Yields after each epoch; who wants to cancel stops asking. Closed-form methods yield once. With
 * validation, the epoch with the smallest validation loss is the result, whether or not the settings
 * stop early. The same examples, settings and seed give the same numbers.
 * @param classes ids, in the order of the labels
 * @param resume what `checkpoint()` of an earlier run with the same examples and settings gave
 * @param whitening what the heads are fitted through; by default the one learnt for these dimensions
 * @throws FailureError `too-few-classes` where fewer than two classes have examples
 */
export function* trainHead(
  examples: Examples,
  validation: Examples | undefined,
  classes: readonly string[],
  settings: HeadSettings,
  resume?: TrainCheckpoint,
  whitening: Whitening | null = whiteningFor(examples.vectors.columns),
): Generator<TrainStep, TrainedHead> {
  if (new Set(examples.labels).size < 2) throw new FailureError('too-few-classes');
  const weighted = settings.classWeights ? balance(examples) : examples;
  if (settings.method === 'linear' || settings.method === 'mlp') {
    return yield* trainNetwork(weighted, validation, classes, settings, resume, whitening);
  }
  const head = fitClosedForm(weighted, classes, settings, whitening);
  const trained = judge(head, examples);
  const held = judge(head, validation);
  const point = {
    epoch: 1,
    ...trained,
    validationLoss: held.loss,
    validationAccuracy: held.accuracy,
  };
  yield { point, head: () => head, current: () => head, bestEpoch: 1 };
  return { head, bestEpoch: 1, stopped: 'finished' };
}

/** The closed-form head that the settings name; `linear` and `mlp` are not closed forms. */
function fitClosedForm(
  examples: Examples,
  classes: readonly string[],
  { method, shrinkage, neighbours }: HeadSettings,
  whitening: Whitening | null,
): Head {
  switch (method) {
    case 'means':
      return fitMeans(examples, classes, whitening);
    case 'ridge':
      return fitRidge(examples, classes, instantRidge.ridge, whitening);
    case 'knn':
      return fitKnn(examples, classes, neighbours);
    case 'lda':
      return fitLda(examples, classes, shrinkage, whitening);
    case 'linear':
    case 'mlp':
      throw new RangeError(`${method} is trained in epochs`);
  }
}

/** Weights so that each class weighs as much as any other, and all together as before. */
export function balance(examples: Examples): Examples {
  const { labels, classCount, weights } = examples;
  const totals = new Float64Array(classCount);
  labels.forEach((label, i) => (totals[label]! += weights?.[i] ?? 1));
  const present = totals.filter((total) => total > 0);
  const each = present.reduce((sum, total) => sum + total, 0) / present.length;
  return {
    ...examples,
    weights: Float32Array.from(labels, (label, i) => ((weights?.[i] ?? 1) * each) / totals[label]!),
  };
}

/** Mean cross-entropy and the part answered right; NaN without examples. */
function judge(head: Head, examples: Examples | undefined): { loss: number; accuracy: number } {
  const count = examples?.labels.length ?? 0;
  if (!examples || count === 0) return { loss: NaN, accuracy: NaN };
  const logits = logitsOf(head, examples.vectors);
  let loss = 0;
  let right = 0;
  for (let i = 0; i < count; i++) {
    const scores = rowOf(logits, i);
    if (argMax(scores) === examples.labels[i]) right++;
    softmax(scores, head.temperature);
    loss -= Math.log(Math.max(scores[examples.labels[i]!]!, Number.MIN_VALUE)) / count;
  }
  return { loss, accuracy: right / count };
}
