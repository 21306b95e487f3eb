/** An LSTM from nothing, or the encoder that ships, gently: both read word after word. */
import { openTextNetwork } from '#lib/text/train/open-network.ts';
import { unpackModel, type StartingPoint } from '#lib/text/train/files.ts';
import type { TextNetwork, TokenRows, TrainingState } from '#lib/text/train/network.ts';
import { decodeWeight } from '#lib/text/model/weights.ts';
import { tokenizerOf } from '#lib/text/units/tokens.ts';
import { trainHead } from '../../heads/train.ts';
import { takeRows } from '../../heads/matrix.ts';
import type { Head, Matrix } from '../../heads/head.ts';
import { classWeights } from '../train/class-weights.ts';
import { rowsOf, type Dataset } from '../train/dataset.ts';
import { epochState, fitEpochs } from '../train/fit-epochs.ts';
import type { FitJob, Fitted } from '../train/fit.ts';
import {
  NetworkLearner,
  tokenRows,
  type NetworkExamples,
  type NetworkFrame,
} from './network-learner.ts';
import type { Reader } from './reader.ts';
import { learnUnits } from './vocabulary.ts';

/** Weights that have read millions of words move this much slower than the new classifier. */
const tunedRate = 1 / 10;
/** The classifier that tuning starts from is trained for at most so many epochs. */
const headEpochs = 20;
/** One text of a batch must not carry a network away. */
const clipNorm = 5;

/** @param texts one for each sample of the dataset */
export function fitLstm(job: FitJob, texts: readonly string[], reader: Reader): Promise<Fitted> {
  const { dataset, settings } = job;
  const known = Array.from(rowsOf(dataset, 'train'), (row) => texts[row]!);
  const units = learnUnits(known, reader.wordUnits);
  const { units: size, embeddingSize, window } = settings;
  const spec = {
    rows: tokenizerOf(units).rowCount,
    columns: embeddingSize,
    recurrent: [{ cell: 'lstm', units: size, direction: 'forward' }],
    pooling: 'mean-max',
    hidden: [],
    classes: dataset.classes.length,
  } as const;
  const network = openTextNetwork(spec, settings.seed, reader.kernels);
  const frame = { id: 'lstm', units, window, type: 'float32' } as const;
  return fit(job, texts, network, frame, settings.learningRate);
}

/** @param texts one for each sample of the dataset */
export async function fineTuneEncoder(
  job: FitJob,
  texts: readonly string[],
  { encoder, kernels }: Reader,
): Promise<Fitted> {
  const { dataset, settings } = job;
  const { file, bytes } = encoder;
  const read = (weight: Parameters<typeof decodeWeight>[0]) => decodeWeight(weight, bytes);
  const start = unpackModel(file, read, dataset.classes.length, settings.seed);
  const frame = {
    id: 'fine-tuned',
    units: file.units,
    window: Math.min(settings.window, file.window),
    type: 'float16',
  } as const;
  const network = openTextNetwork(start.spec, start.parameters, kernels);
  if (!epochState(job)) network.load(await withHead(job, network, start, readRows(texts, frame)));
  return fit(job, texts, network, frame, settings.learningRate * tunedRate);
}

async function fit(
  job: FitJob,
  texts: readonly string[],
  network: TextNetwork,
  frame: NetworkFrame,
  networkRate: number,
): Promise<Fitted> {
  const { dataset, settings } = job;
  const rows = readRows(texts, frame);
  const state = epochState(job);
  if (state) network.load(state.parameters);
  const { dropout } = settings;
  const training = network.train(
    {
      optimiser: settings.optimiser,
      rates: { network: networkRate, classifier: settings.learningRate },
      l1: settings.l1,
      l2: settings.l2,
      dropout: { embedding: dropout / 2, recurrent: settings.recurrentDropout, pooled: dropout },
      clipNorm,
      embeddingRows: 'touched',
    },
    state?.inner as TrainingState | undefined,
  );
  const validation = examplesOf(dataset, rows, 'validation', false);
  const learner = new NetworkLearner({
    network,
    training,
    frame,
    classes: dataset.classes,
    batchSize: settings.batchSize,
    train: examplesOf(dataset, rows, 'train', settings.classWeights),
    validation,
  });
  try {
    const held = validation.texts.length > 0;
    const { parameters, ...fitted } = await fitEpochs(learner, { ...job, held });
    learner.load(parameters);
    return { ...learner.answerer(), logits: await learner.logits(rows), ...fitted };
  } finally {
    network.dispose();
  }
}

function readRows(texts: readonly string[], { units, window }: NetworkFrame): TokenRows[] {
  const tokenizer = tokenizerOf(units);
  // Beyond the window nothing is learnt: a book need not be cut into words.
  return texts.map((text) => tokenRows(tokenizer.tokenize(text.slice(0, 64 * window)), window));
}

function examplesOf(
  dataset: Dataset,
  texts: readonly TokenRows[],
  part: 'train' | 'validation',
  even: boolean,
): NetworkExamples {
  const rows = rowsOf(dataset, part);
  const labels = rows.map((row) => dataset.labels[row]!);
  return {
    texts: Array.from(rows, (row) => texts[row]!),
    labels,
    weights: classWeights(labels, dataset.classes.length, even),
  };
}

/** The parameters with a linear head on the encoder as it is: tuning starts where transfer learning ends. */
async function withHead(
  { dataset, settings }: FitJob,
  network: TextNetwork,
  { parameters }: StartingPoint,
  texts: readonly TokenRows[],
): Promise<Float64Array<ArrayBuffer>> {
  const data = await network.embed(texts);
  const vectors: Matrix = { rows: texts.length, columns: network.dimensions, data };
  const part = (name: 'train' | 'validation') => {
    const rows = rowsOf(dataset, name);
    return {
      vectors: takeRows(vectors, rows),
      labels: rows.map((row) => dataset.labels[row]!),
      classCount: dataset.classes.length,
    };
  };
  const linear = {
    ...settings,
    method: 'linear',
    epochs: Math.min(headEpochs, settings.epochs),
  } as const;
  const steps = trainHead(part('train'), part('validation'), dataset.classes, linear);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done) return joined(parameters, network, step.value.head);
  }
}

/** (x − mean) ⊘ scale · W + b = x · (W ⊘ scale) + (b − mean ⊘ scale · W) */
function joined(
  parameters: Float64Array,
  { networkSize, dimensions }: TextNetwork,
  { normalisation: { mean, scale }, layers, classes }: Head,
): Float64Array<ArrayBuffer> {
  const all = Float64Array.from(parameters);
  const { weights, bias } = layers[0]!;
  const count = classes.length;
  const biasAt = networkSize + dimensions * count;
  all.set(bias, biasAt);
  for (let j = 0; j < dimensions; j++) {
    for (let k = 0; k < count; k++) {
      const weight = weights.data[j * count + k]! / (scale?.[j] ?? 1);
      all[networkSize + j * count + k] = weight;
      all[biasAt + k]! -= mean[j]! * weight;
    }
  }
  return all;
}
