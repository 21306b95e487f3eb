/** From fitted weights to a head that says how sure it is, knows what it does not know, and is judged. Pure. */
import type { Examples, Head, HeadMethod, Matrix } from '../../heads/head.ts';
import { takeRows } from '../../heads/matrix.ts';
import { logitsOf } from '../../heads/predict.ts';
import { whiteningFor } from '../../heads/shipped-whitening.ts';
import { trainHead } from '../../heads/train.ts';
import {
  calibrationError,
  crossedCalibrationError,
  crossLogits,
  fitTemperature,
  type Usual,
} from '../../score/calibration.ts';
import { fitFamiliarity } from '../../score/open-set.ts';
import type { Answerer, RunReport, TrainSettings } from '../protocol.ts';
import { rowsOf, type Dataset } from './dataset.ts';
import type { FitJob, Fitted } from './fit.ts';
import { judgementsOf } from './judge.ts';

/** Fewer held-out samples say too little of how sure a head may be. */
const fewestHeldOut = 8;

export function finished(
  job: Pick<FitJob, 'dataset' | 'settings'>,
  fitted: Fitted,
  trunk: string,
  times: Pick<RunReport, 'embedMs' | 'fitMs'>,
): { readonly report: RunReport; readonly answerer: Answerer } {
  const { dataset, settings } = job;
  const { head, tail, vectors = dataset.vectors, bestEpoch, stopped } = fitted;
  const logits = fitted.logits ?? logitsOf(head, vectors);
  const heldRows = rowsOf(dataset, 'validation');
  const held: Held = {
    logits: takeRows(logits, heldRows),
    labels: heldRows.map((row) => dataset.labels[row]!),
  };
  const usual = tail ? undefined : usualOf(head);
  const temperature = temperatureOf(head, dataset, held, tail ? undefined : settings, usual);
  const own = trainingPart(dataset, vectors);
  // A network of its own has not looked at what only teaches to reject.
  const strangers = vectors === dataset.vectors ? dataset.strangers : undefined;
  const familiarity = fitFamiliarity(own, burstsOf(dataset), dataset.classes, strangers);
  return {
    answerer: { head: { ...head, temperature }, trunk, familiarity, ...(tail && { tail }) },
    report: {
      classes: dataset.classes,
      judgements: judgementsOf(dataset, logits, temperature),
      calibrationBefore: calibrationError(held.logits, held.labels, head.temperature),
      calibrationAfter: errorAfter(dataset, held, heldRows, temperature, settings.seed, usual),
      bestEpoch,
      stopped,
      ...times,
    },
  };
}

/** Of samples that the temperature was fitted on, as if each had not been among them. */
function errorAfter(
  dataset: Dataset,
  { logits, labels }: Held,
  rows: Int32Array,
  temperature: number,
  seed: number,
  usual: Usual | undefined,
): number {
  if (labels.length < fewestHeldOut) return calibrationError(logits, labels, temperature);
  const bursts = Array.from(rows, (row) => dataset.samples[row]!.burst);
  const crossed = crossedCalibrationError(logits, labels, bursts, seed, usual);
  return Number.isNaN(crossed) ? calibrationError(logits, labels, temperature) : crossed;
}

interface Held {
  readonly logits: Matrix;
  readonly labels: Int32Array;
}

/**
 * From samples that were held out; where there are too few, from heads that leave some out in turn.
 * @param settings of a head on the trunk's embeddings: only those are fitted again so quickly
 */
function temperatureOf(
  head: Head,
  dataset: Dataset,
  held: Held,
  settings: TrainSettings | undefined,
  usual: Usual | undefined,
): number {
  if (held.labels.length >= fewestHeldOut) return fitTemperature(held.logits, held.labels, usual);
  const { method } = head;
  if (!settings || !isClosedForm(method)) return head.temperature;
  const own = trainingPart(dataset, dataset.vectors);
  const fit = (examples: Examples): Head => {
    const steps = trainHead(examples, undefined, dataset.classes, { ...settings, method });
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.head;
  };
  const { logits, indices } = crossLogits(own, burstsOf(dataset), fit, settings.seed);
  if (indices.length === 0) return head.temperature;
  return fitTemperature(
    takeRows(logits, indices),
    Array.from(indices, (row) => own.labels[row]!),
    usual,
  );
}

/** Nats for a temperature e times as high: so little that tens of samples outweigh it (docs/decisions/0008). */
const usualWeight = 1;

/** Of heads whose temperatures were measured: closed forms on the trunk whose whitening ships. */
function usualOf({ method, dimensions, temperature }: Head): Usual | undefined {
  if (!isClosedForm(method) || !whiteningFor(dimensions)) return undefined;
  return { temperature, weight: usualWeight, measured: true };
}

const isClosedForm = (method: HeadMethod) => method !== 'linear' && method !== 'mlp';

const burstsOf = (dataset: Dataset): string[] =>
  Array.from(rowsOf(dataset, 'train'), (row) => dataset.samples[row]!.burst);

function trainingPart(dataset: Dataset, vectors: Matrix): Examples {
  const rows = rowsOf(dataset, 'train');
  return {
    vectors: takeRows(vectors, rows),
    labels: rows.map((row) => dataset.labels[row]!),
    classCount: dataset.classes.length,
  };
}
