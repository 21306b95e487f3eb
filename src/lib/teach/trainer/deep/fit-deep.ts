/** Epochs of a deep model: the same optimisers, early stopping and resumption as the small heads have. */
import { Breath } from '#lib/engine/breath.ts';
import { decodeHalves } from '#lib/engine/graph/half.ts';
import { createOptimiser, type OptimiserState } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import type { Answerer, EpochPoint } from '../protocol.ts';
import type { Sight } from '../sight.ts';
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

/** Everything that going on needs. */
export interface DeepState {
  readonly epoch: number;
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly best: DeepBest;
  readonly optimisers: readonly [OptimiserState, OptimiserState];
}

interface DeepBest {
  readonly epoch: number;
  readonly loss: number;
  readonly parameters: Float64Array<ArrayBuffer>;
}

export interface DeepFit {
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly bestEpoch: number;
  readonly curve: readonly EpochPoint[];
  readonly stopped: 'finished' | 'early' | 'cancelled' | 'not-a-number';
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

const evaluationBatch = 32;
/** Mixes the seed with the epoch, so that an epoch is the same whether or not those before it were seen. */
const golden = 0x9e3779b1;

/** Cancelled, it gives the best so far. */
export async function fitDeep(job: DeepJob): Promise<DeepFit> {
  const { model, settings, examples, validation, signal, keeper, onEpoch, rates } = job;
  const state = job.resume?.state as DeepState | undefined;
  const parameters = (state?.parameters ?? job.initial).slice();
  const optimisers = optimisersOf(model, settings.optimiser, rates, state);
  const held = validation.rows.length > 0;
  const curve: EpochPoint[] = [...(job.resume?.curve ?? [])];
  const breath = new Breath();
  let best: DeepBest = state?.best ?? {
    epoch: 0,
    loss: Infinity,
    parameters: parameters.slice(),
  };
  const done = (stopped: DeepFit['stopped']): DeepFit => ({
    parameters: best.parameters,
    bestEpoch: best.epoch,
    curve,
    stopped,
  });
  for (let epoch = (state?.epoch ?? 0) + 1; epoch <= settings.epochs; epoch++) {
    const random = new Random((settings.seed + Math.imul(epoch, golden)) >>> 0);
    const order = random.shuffle([...examples.rows.keys()]);
    for (let from = 0; from < order.length; from += settings.batchSize) {
      const batch = batchOf(model, examples, order.slice(from, from + settings.batchSize));
      await step(job, parameters, batch, random, optimisers);
      if (breath.due) await breath.take();
      if (signal.aborted) return done('cancelled');
    }
    const own = await evaluate(job, parameters, examples, breath);
    const other = await evaluate(job, parameters, validation, breath);
    if (!Number.isFinite(own.loss) || !parameters.every(Number.isFinite)) {
      return done('not-a-number');
    }
    const point: EpochPoint = {
      epoch,
      loss: own.loss,
      accuracy: own.accuracy,
      validationLoss: other.loss,
      validationAccuracy: other.accuracy,
    };
    curve.push(point);
    // Where nothing is held out, the newest is the best that anybody knows of.
    if (!held || other.loss < best.loss) {
      best = { epoch, loss: held ? other.loss : own.loss, parameters: parameters.slice() };
    }
    onEpoch(point);
    await keeper.epoch(
      point,
      () => job.answerer(parameters),
      (): DeepState => ({
        epoch,
        parameters: parameters.slice(),
        best,
        optimisers: [optimisers[0].state, optimisers[1].state],
      }),
    );
    if (signal.aborted) return done('cancelled');
    if (held && settings.earlyStopping && epoch - best.epoch >= settings.patience) {
      return done('early');
    }
  }
  return done('finished');
}

function optimisersOf(
  { networkSize, size }: DeepModel,
  name: OptimiserState['name'],
  rates: Rates,
  state: DeepState | undefined,
) {
  return [
    createOptimiser(name, rates.network, networkSize, state?.optimisers[0]),
    createOptimiser(name, rates.classifier, size - networkSize, state?.optimisers[1]),
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
  breath: Breath,
): Promise<{ loss: number; accuracy: number }> {
  let loss = 0;
  let right = 0;
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
