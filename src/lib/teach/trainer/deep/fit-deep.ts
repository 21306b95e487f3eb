/** A deep model's epochs: batches of rows, each step in the backend's turn. */
import { Breath } from '#lib/engine/breath.ts';
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { createOptimiser, type OptimiserState } from '#lib/maths/optimisers.ts';
import type { Random } from '#lib/maths/random.ts';
import type { Answerer } from '../protocol.ts';
import type { Sight } from '../sight.ts';
import { epochState, fitEpochs, type EpochFit, type Scored } from '../train/fit-epochs.ts';
import type { FitJob } from '../train/fit.ts';
import type { Batch, DeepModel } from './deep-model.ts';

/** A row for each example, as float16 bits: a project's pictures fit into memory. */
export interface DeepExamples {
  readonly rows: readonly Uint16Array<ArrayBuffer>[];
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

export interface Rates {
  readonly network: number;
  readonly classifier: number;
}

export interface DeepJob extends Pick<
  FitJob,
  'settings' | 'signal' | 'resume' | 'keeper' | 'onEpoch'
> {
  readonly model: DeepModel;
  readonly initial: Float64Array<ArrayBuffer>;
  readonly examples: DeepExamples;
  readonly validation: DeepExamples;
  readonly rates: Rates;
  /** Steps take the backend's turn: pictures are embedded in between. */
  readonly sight: Pick<Sight, 'turn'>;
  answerer(parameters: Float64Array): Answerer;
}

type Remembered = readonly [OptimiserState, OptimiserState];

const evaluationBatch = 32;

/** Cancelled, it gives the best so far. */
export function fitDeep(job: DeepJob): Promise<EpochFit> {
  const { model, settings, examples, validation } = job;
  const state = epochState(job);
  const parameters = (state?.parameters ?? job.initial).slice();
  const optimisers = optimisersOf(job, state?.inner as Remembered | undefined);
  const learner = {
    *steps(random: Random) {
      const order = random.shuffle([...examples.rows.keys()]);
      for (let from = 0; from < order.length; from += settings.batchSize) {
        const batch = batchOf(model, examples, order.slice(from, from + settings.batchSize));
        yield () => step(job, parameters, batch, random, optimisers);
      }
    },
    evaluate: (part: 'train' | 'validation') =>
      evaluate(job, parameters, part === 'train' ? examples : validation),
    parameters: () => parameters.slice(),
    answerer: () => job.answerer(parameters),
    state: (): Remembered => [optimisers[0].state, optimisers[1].state],
  };
  return fitEpochs(learner, { ...job, held: validation.rows.length > 0 });
}

function optimisersOf({ model, settings, rates }: DeepJob, from: Remembered | undefined) {
  const { networkSize, size } = model;
  const { optimiser } = settings;
  return [
    createOptimiser(optimiser, rates.network, networkSize, from?.[0]),
    createOptimiser(optimiser, rates.classifier, size - networkSize, from?.[1]),
  ] as const;
}

async function step(
  { model, settings, sight }: DeepJob,
  parameters: Float64Array,
  batch: Batch,
  random: Random,
  [network, classifier]: ReturnType<typeof optimisersOf>,
): Promise<void> {
  const gradient = new Float64Array(model.size);
  const { l1, l2, dropout } = settings;
  await sight.turn(() => {
    model.gradient(parameters, batch, { l1, l2, dropout, random }, gradient);
    return Promise.resolve();
  });
  const { networkSize } = model;
  network.step(parameters.subarray(0, networkSize), gradient.subarray(0, networkSize));
  classifier.step(parameters.subarray(networkSize), gradient.subarray(networkSize));
}

async function evaluate(
  { model, sight }: DeepJob,
  parameters: Float64Array,
  examples: DeepExamples,
): Promise<Scored> {
  let loss = 0;
  let right = 0;
  const breath = new Breath();
  const total = examples.weights.reduce((sum, weight) => sum + weight, 0);
  for (let from = 0; from < examples.rows.length; from += evaluationBatch) {
    const batch = batchOf(model, examples, indices(from, examples.rows.length));
    const result = await sight.turn(() => Promise.resolve(model.evaluate(parameters, batch)));
    loss += result.loss;
    right += result.right;
    if (breath.due) await breath.take();
  }
  return { loss: loss / total, accuracy: right / examples.rows.length };
}

/** Embeddings of all rows by the trained network: [rows, dimensions]. */
export async function embedAll(
  { model, sight }: Pick<DeepJob, 'model' | 'sight'>,
  parameters: Float64Array,
  rows: readonly Uint16Array<ArrayBuffer>[],
): Promise<Float32Array<ArrayBuffer>> {
  const all = new Float32Array(rows.length * model.dimensions);
  const breath = new Breath();
  for (let from = 0; from < rows.length; from += evaluationBatch) {
    const some = joined(model, rows, indices(from, rows.length));
    const own = await sight.turn(() => Promise.resolve(model.embed(parameters, some)));
    all.set(own, from * model.dimensions);
    if (breath.due) await breath.take();
  }
  return all;
}

const indices = (from: number, end: number) =>
  Array.from({ length: Math.min(evaluationBatch, end - from) }, (_, i) => from + i);

function batchOf(model: DeepModel, examples: DeepExamples, rows: readonly number[]): Batch {
  return {
    rows: joined(model, examples.rows, rows),
    labels: Int32Array.from(rows, (row) => examples.labels[row]!),
    weights: Float64Array.from(rows, (row) => examples.weights[row]!),
  };
}

function joined(
  { rowLength }: DeepModel,
  rows: readonly Uint16Array<ArrayBuffer>[],
  wanted: readonly number[],
): Float32Array<ArrayBuffer> {
  const all = new Float32Array(wanted.length * rowLength);
  wanted.forEach((row, i) => {
    const halves = rows[row]!;
    all.set(decodeHalves(halves.buffer, halves.byteOffset / 2, halves.length), i * rowLength);
  });
  return all;
}
