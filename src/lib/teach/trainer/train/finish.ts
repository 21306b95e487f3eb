/** From fitted weights to a head that says how sure it is, knows what it does not know, and is judged. Pure. */
import type { Examples, Head, HeadMethod, Matrix } from '../../heads/head.ts';
import { takeRows } from '../../heads/matrix.ts';
import { logitsOf } from '../../heads/predict.ts';
import { trainHead } from '../../heads/train.ts';
import { calibrationError, crossLogits, fitTemperature } from '../../score/calibration.ts';
import { fitFamiliarity } from '../../score/open-set.ts';
import type { Answerer, RunReport, TrainSettings } from '../protocol.ts';
import { rowsOf, type Dataset } from './dataset.ts';
import type { FitJob, Fitted } from './fit.ts';
import { judgementsOf } from './judge.ts';

/** Fewer held-out samples say too little of how sure a head may be. */
const fewestHeldOut = 8;

export function finished(
  job: Pick<FitJob, 'dataset' | 'settings'>,
  { head, tail, vectors = job.dataset.vectors, bestEpoch, stopped }: Fitted,
  times: Pick<RunReport, 'embedMs' | 'fitMs'>,
): { readonly report: RunReport; readonly answerer: Answerer } {
  const { dataset, settings } = job;
  const held = partOf(dataset, vectors, 'validation');
  const temperature = temperatureOf(head, dataset, vectors, held, settings);
  const tempered: Head = { ...head, temperature };
  const own = partOf(dataset, vectors, 'train');
  const bursts = Array.from(rowsOf(dataset, 'train'), (row) => dataset.samples[row]!.burst);
  // A network of its own has not looked at what only teaches to reject.
  const strangers = vectors === dataset.vectors ? dataset.strangers : undefined;
  const familiarity = fitFamiliarity(own, bursts, dataset.classes, strangers);
  const logits = logitsOf(head, held.vectors);
  return {
    answerer: { head: tempered, familiarity, ...(tail && { tail }) },
    report: {
      classes: dataset.classes,
      judgements: judgementsOf(tempered, dataset, vectors),
      calibrationBefore: calibrationError(logits, held.labels, head.temperature),
      calibrationAfter: calibrationError(logits, held.labels, temperature),
      bestEpoch,
      stopped,
      ...times,
    },
  };
}

/** From samples that were held out; where there are too few, from heads that leave some out in turn. */
function temperatureOf(
  head: Head,
  dataset: Dataset,
  vectors: Matrix,
  held: Examples,
  settings: TrainSettings,
): number {
  if (held.labels.length >= fewestHeldOut) {
    return fitTemperature(logitsOf(head, held.vectors), held.labels);
  }
  if (!isClosedForm(head.method) || vectors !== dataset.vectors) return head.temperature;
  const own = partOf(dataset, vectors, 'train');
  const bursts = Array.from(rowsOf(dataset, 'train'), (row) => dataset.samples[row]!.burst);
  const { method } = head;
  const fit = (examples: Examples): Head => {
    const steps = trainHead(examples, undefined, dataset.classes, { ...settings, method });
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.head;
  };
  const { logits, indices } = crossLogits(own, bursts, fit, settings.seed);
  if (indices.length === 0) return head.temperature;
  return fitTemperature(
    takeRows(logits, indices),
    Array.from(indices, (row) => own.labels[row]!),
  );
}

const isClosedForm = (method: HeadMethod) => method !== 'linear' && method !== 'mlp';

function partOf(dataset: Dataset, vectors: Matrix, part: 'train' | 'validation'): Examples {
  const rows = rowsOf(dataset, part);
  return {
    vectors: takeRows(vectors, rows),
    labels: rows.map((row) => dataset.labels[row]!),
    classCount: dataset.classes.length,
  };
}
