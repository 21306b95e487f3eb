/** Words counted, and nothing else known: what every other method is measured against. */
import type { OptimiserState } from '#lib/maths/optimisers.ts';
import type { Dataset } from '../train/dataset.ts';
import { rowsOf } from '../train/dataset.ts';
import { classWeights } from '../train/class-weights.ts';
import { epochState, fitEpochs } from '../train/fit-epochs.ts';
import type { FitJob, Fitted } from '../train/fit.ts';
import type { Answerer } from '../protocol.ts';
import { BagReader, learnBag, type SparseRow } from './bag.ts';
import { BagLearner, type BagExamples } from './bag-learner.ts';

/** @param texts one for each sample of the dataset */
export async function fitBag(job: FitJob, texts: readonly string[]): Promise<Fitted> {
  const { dataset, settings } = job;
  const { classes } = dataset;
  const bag = learnBag(
    Array.from(rowsOf(dataset, 'train'), (row) => texts[row]!),
    settings.pairs,
  );
  const reader = new BagReader(bag);
  const rows = texts.map((text) => reader.read(text));
  const train = examplesOf(dataset, rows, 'train', settings.classWeights);
  const validation = examplesOf(dataset, rows, 'validation', false);
  const state = epochState(job);
  const learner = new BagLearner({
    dimensions: reader.dimensions,
    classes,
    settings,
    train,
    validation,
    ...(state && {
      from: { parameters: state.parameters, optimiser: state.inner as OptimiserState },
    }),
  });
  const tail = { kind: 'bag-of-words', bag } as const;
  const answerer = (): Answerer => ({ head: learner.head(), tail });
  const held = validation.rows.length > 0;
  const fit = await fitEpochs(
    {
      steps: (random) => learner.steps(random),
      evaluate: (part) => learner.evaluate(part),
      parameters: () => learner.parameters(),
      state: () => learner.state(),
      answerer,
    },
    { ...job, held },
  );
  learner.load(fit.parameters);
  const { bestEpoch, curve, stopped } = fit;
  return { ...answerer(), logits: learner.logits(rows), bestEpoch, curve, stopped };
}

function examplesOf(
  dataset: Dataset,
  rows: readonly SparseRow[],
  part: 'train' | 'validation',
  even: boolean,
): BagExamples {
  const own = rowsOf(dataset, part);
  const labels = own.map((row) => dataset.labels[row]!);
  return {
    rows: Array.from(own, (row) => rows[row]!),
    labels,
    weights: classWeights(labels, dataset.classes.length, even),
  };
}
