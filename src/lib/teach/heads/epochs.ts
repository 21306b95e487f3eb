/** Heads that are trained in epochs: softmax regression and an MLP with one hidden layer. */
import { fitRidge } from './closed-form.ts';
import { SILENT, type Examples, type Head, type HeadLayer, type Normalisation } from './head.ts';
import { instantRidge } from './instant.ts';
import { createMatrix, rowOf } from './matrix.ts';
import { Network, type Rows } from './network.ts';
import { fitNormalisation, normalise } from './normalise.ts';
import { createOptimiser, type OptimiserState } from '#lib/maths/optimisers.ts';
import { Random, type RandomState } from '#lib/maths/random.ts';
import type { HeadSettings } from './settings.ts';
import { temperatures } from './temperatures.ts';
import { fromWhitened, whitenExamples, type Whitening } from './whitening.ts';

/** Losses are mean cross-entropies without penalties; validation is NaN without held-out examples. */
export interface EpochPoint {
  /** From 1. */
  readonly epoch: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly validationLoss: number;
  readonly validationAccuracy: number;
}

/** Everything that going on needs: after it, the same epochs follow as without a break. */
export interface TrainCheckpoint {
  readonly epoch: number;
  readonly parameters: Float64Array<ArrayBuffer>;
  readonly best: {
    readonly epoch: number;
    readonly loss: number;
    readonly parameters: Float64Array<ArrayBuffer>;
  };
  readonly optimiser: OptimiserState;
  readonly random: RandomState;
}

export interface TrainStep {
  readonly point: EpochPoint;
  /** Of methods with epochs; to be asked for before the next step. */
  readonly checkpoint?: () => TrainCheckpoint;
  /** The best head so far, for who stops here; to be asked for before the next step. */
  readonly head: () => Head;
  /** The head as this epoch left it. */
  readonly current: () => Head;
  readonly bestEpoch: number;
}

export interface TrainedHead {
  readonly head: Head;
  readonly bestEpoch: number;
  /** `not-a-number`: the loss ran away (failure `loss-not-a-number`); the head is the last good one. */
  readonly stopped: 'finished' | 'early' | 'not-a-number';
}

/** The epochs of `trainHead` for `linear` and `mlp`: on whitened rows, the heads turned back. */
export function* trainNetwork(
  asTheyAre: Examples,
  heldOutAsTheyAre: Examples | undefined,
  classes: readonly string[],
  settings: HeadSettings,
  resume: TrainCheckpoint | undefined,
  whitening: Whitening | null,
): Generator<TrainStep, TrainedHead> {
  const white = (examples: Examples) =>
    whitening ? whitenExamples(whitening, examples) : examples;
  const examples = white(asTheyAre);
  const validation = heldOutAsTheyAre && white(heldOutAsTheyAre);
  const turnedBack = (head: Head) => (whitening ? fromWhitened(whitening, head) : head);
  const method = settings.method === 'mlp' ? 'mlp' : 'linear';
  const normalisation = evenScale(examples);
  const rows = toRows(examples, normalisation);
  const heldOut =
    validation && validation.labels.length > 0 ? toRows(validation, normalisation) : undefined;
  const network = new Network({
    inputs: examples.vectors.columns,
    hidden: method === 'mlp' ? settings.hidden : 0,
    outputs: classes.length,
  });
  const random = new Random(resume ? resume.random : settings.seed);
  const start = resume ? undefined : initial(network, examples, classes, normalisation, random);
  const parameters = resume ? resume.parameters.slice() : start!;
  const optimiser = createOptimiser(
    settings.optimiser,
    settings.learningRate,
    network.size,
    resume?.optimiser,
  );
  const dropout = settings.dropout > 0 ? { rate: settings.dropout, random } : undefined;
  const gradient = new Float64Array(network.size);
  let best = resume
    ? { ...resume.best }
    : {
        epoch: 0,
        loss: heldOut ? network.evaluate(parameters, heldOut).loss : Infinity,
        parameters: parameters.slice(),
      };
  const silent = silentClasses(examples);
  const result = (stopped: TrainedHead['stopped']): TrainedHead => ({
    head: turnedBack(toHead(network, best.parameters, method, classes, normalisation, silent)),
    bestEpoch: best.epoch,
    stopped,
  });
  const order = Int32Array.from(rows.labels.keys());
  const batchSize = Math.max(1, Math.floor(settings.batchSize));
  for (let epoch = (resume?.epoch ?? 0) + 1; epoch <= settings.epochs; epoch++) {
    // From the same order every time, so that a resumed run shuffles as the whole one did.
    order.forEach((_, i) => (order[i] = i));
    random.shuffle(order);
    for (let from = 0; from < order.length; from += batchSize) {
      const batch = order.subarray(from, from + batchSize);
      network.gradient(parameters, rows, batch, settings, gradient, dropout);
      optimiser.step(parameters, gradient);
    }
    const point = {
      epoch,
      ...network.evaluate(parameters, rows),
      ...heldOutScore(network, parameters, heldOut),
    };
    if (!Number.isFinite(point.loss) || !parameters.every(Number.isFinite))
      return result('not-a-number');
    if (!heldOut || point.validationLoss < best.loss) {
      best = {
        epoch,
        loss: heldOut ? point.validationLoss : point.loss,
        parameters: parameters.slice(),
      };
    }
    yield {
      point,
      bestEpoch: best.epoch,
      head: () => result('finished').head,
      current: () =>
        turnedBack(toHead(network, parameters, method, classes, normalisation, silent)),
      checkpoint: () => ({
        epoch,
        parameters: parameters.slice(),
        best: { ...best },
        optimiser: optimiser.state,
        random: random.state,
      }),
    };
    if (heldOut && settings.earlyStopping && epoch - best.epoch >= settings.patience)
      return result('early');
  }
  return result('finished');
}

function heldOutScore(network: Network, parameters: Float64Array, heldOut: Rows | undefined) {
  const { loss, accuracy } = heldOut
    ? network.evaluate(parameters, heldOut)
    : { loss: NaN, accuracy: NaN };
  return { validationLoss: loss, validationAccuracy: accuracy };
}

/** Centred, and one scale for all dimensions, so that a typical value is 1 and no direction is favoured. */
function evenScale({ vectors }: Examples): Normalisation {
  const { mean } = fitNormalisation(vectors, { unitLength: false });
  let square = 0;
  vectors.data.forEach((value, i) => (square += (value - mean[i % vectors.columns]!) ** 2));
  const deviation = Math.sqrt(square / Math.max(1, vectors.data.length));
  const scale = new Float32Array(vectors.columns).fill(deviation > 1e-9 ? deviation : 1);
  return { mean, scale, unitLength: false };
}

function toRows({ vectors, labels, weights }: Examples, normalisation: Normalisation): Rows {
  const x = new Float64Array(vectors.data.length);
  const row = new Float32Array(vectors.columns);
  for (let i = 0; i < vectors.rows; i++) {
    normalise(rowOf(vectors, i), normalisation, row);
    x.set(row, i * vectors.columns);
  }
  return { x, labels, weights: Float64Array.from(labels, (_, i) => weights?.[i] ?? 1) };
}

/** The MLP starts at random; softmax regression where ridge regression, turned into logits, already is. */
function initial(
  network: Network,
  examples: Examples,
  classes: readonly string[],
  { mean, scale }: Normalisation,
  random: Random,
): Float64Array<ArrayBuffer> {
  if (network.shape.hidden > 0) return network.initialise(random);
  const parameters = new Float64Array(network.size);
  const { inputs, outputs } = network.shape;
  const ridge = fitRidge(examples, classes, instantRidge.ridge, null);
  const { weights, bias } = ridge.layers[0]!;
  for (let k = 0; k < outputs; k++) {
    let shift = Math.max(bias[k]!, 0);
    for (let j = 0; j < inputs; j++) {
      const weight = weights.data[j * outputs + k]! / temperatures.ridge;
      parameters[k * inputs + j] = weight * scale![j]!;
      shift += weight * (mean[j]! - ridge.normalisation.mean[j]!) * temperatures.ridge;
    }
    parameters[inputs * outputs + k] = shift / temperatures.ridge;
  }
  return parameters;
}

function silentClasses({ labels, classCount }: Examples): boolean[] {
  const shown = new Set(labels);
  return Array.from({ length: classCount }, (_, k) => !shown.has(k));
}

function toHead(
  network: Network,
  parameters: Float64Array,
  method: 'linear' | 'mlp',
  classes: readonly string[],
  normalisation: Normalisation,
  silent: readonly boolean[],
): Head {
  const layers = network.layers.map(({ inputs, outputs, at, biasAt }, i): HeadLayer => {
    const weights = createMatrix(inputs, outputs);
    for (let k = 0; k < outputs; k++) {
      for (let j = 0; j < inputs; j++) {
        weights.data[j * outputs + k] = parameters[at + k * inputs + j]!;
      }
    }
    const last = i === network.layers.length - 1;
    const bias = Float32Array.from(parameters.subarray(biasAt, biasAt + outputs), (value, k) =>
      last && silent[k] ? SILENT : value,
    );
    return { weights, bias, activation: last ? 'none' : 'relu' };
  });
  const dimensions = network.shape.inputs;
  return { method, classes, dimensions, normalisation, temperature: 1, layers };
}
