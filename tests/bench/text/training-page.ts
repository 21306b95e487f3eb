/**
 * One training step of a text classifier, ours and that of tf.layers on each of its backends, from the
 * same weights on the same batches. Runs in the page.
 */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { recurrentStates } from '../../../src/lib/engine/kernels/tensorflow/fused-recurrent.ts';
import { onProcessor } from '../../../src/lib/engine/kernels/tensorflow/on-processor.ts';
import { segmentSumConfig } from '../../../src/lib/engine/kernels/tensorflow/segment-sum.ts';
import { registerRecurrent } from '../../../src/lib/engine/kernels/tensorflow/tensor-kernels.ts';
import type { ImmediateKernels } from '../../../src/lib/engine/kernels/recurrent.ts';
import { openWasmKernels } from '../../../src/lib/engine/kernels/wasm/open.ts';
import { Random } from '../../../src/lib/maths/random.ts';
import type {
  TextBatch,
  TextNetworkSpec,
  TextTraining,
} from '../../../src/lib/text/train/network.ts';
import { openTextNetwork } from '../../../src/lib/text/train/open-network.ts';
import { measured } from '../measure.ts';

export interface TrainingSize {
  readonly batch: number;
  readonly steps: number;
  readonly units: number;
  /** Words, and numbers in the vector of each. */
  readonly rows: number;
  readonly columns: number;
  readonly classes: number;
}

/** Milliseconds of a step, by who took it; the first is ours. */
export type StepTimes = Readonly<Record<string, number>>;

interface Peer {
  readonly name: string;
  readonly backend: string;
  /** @returns the loss */
  step(batch: TextBatch): number;
}

const learningRate = 0.01;
const oursInATurn = 15;

export const training = {
  /** Losses of ours and of tf.layers, step by step. */
  async losses(size: TrainingSize, steps: number): Promise<(readonly [number, number])[]> {
    const random = new Random(1);
    const kernels = await prepare();
    const { ours, parameters } = openOurs(size, kernels);
    const theirs = await openLayers('wasm', size, parameters, false);
    const pairs: (readonly [number, number])[] = [];
    for (let step = 0; step < steps; step++) {
      const batch = batchOf(random, size);
      pairs.push([(await ours.step(batch, random)).loss, theirs.step(batch)]);
    }
    return pairs;
  },

  /** Medians of so many turns after one that warms up; all in turns, so that all meet the same machine. */
  async step(size: TrainingSize, turns: number): Promise<StepTimes> {
    const random = new Random(2);
    const kernels = await prepare();
    const { ours, parameters } = openOurs(size, kernels);
    const peers = [
      await openOperation(size, parameters),
      await openLayers('wasm', size, parameters, false),
      await openLayers('wasm', size, parameters, true),
      await openLayers('cpu', size, parameters, true),
    ];
    const times = new Map<string, number[]>();
    const keep = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
    for (let turn = 0; turn <= turns; turn++) {
      const batch = batchOf(random, size);
      for (let i = 0; i < oursInATurn; i++) {
        const ms = await timed(() => ours.step(batch, random));
        if (turn > 0) keep('Aprendiz, wasm', ms);
      }
      for (const { name, backend, step } of peers) {
        await tf.setBackend(backend);
        const ms = await timed(() => step(batch));
        if (turn > 0) keep(name, ms);
      }
    }
    // Once: the gradient of a gather takes its cpu backend seconds.
    const slow = await openLayers('cpu', size, parameters, false);
    keep(slow.name, await timed(() => slow.step(batchOf(random, size))));
    return Object.fromEntries([...times].map(([name, ms]) => [name, measured(ms).median]));
  },

  /** Ours alone: an epoch over so many texts. */
  async epochs(size: TrainingSize, counts: readonly number[]): Promise<number[]> {
    const random = new Random(3);
    const { ours } = openOurs(size, await prepare());
    const epoch = async (count: number) => {
      for (let at = 0; at < count; at += size.batch) {
        const batch = batchOf(random, { ...size, batch: Math.min(size.batch, count - at) });
        await ours.step(batch, random);
      }
    };
    await epoch(20 * size.batch);
    const times: number[] = [];
    for (const count of counts) times.push(await timed(() => epoch(count)));
    return times;
  },
};

async function prepare(): Promise<ImmediateKernels> {
  setWasmPaths('/tf/');
  tf.registerKernel(segmentSumConfig);
  const kernels = await openWasmKernels();
  registerRecurrent('wasm', onProcessor(kernels));
  return kernels;
}

async function timed(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

function batchOf(random: Random, { batch, steps, rows, classes }: TrainingSize): TextBatch {
  const texts = Array.from({ length: batch }, () => ({
    rows: Int32Array.from({ length: steps }, () => 1 + random.below(rows - 1)),
  }));
  return { texts, labels: Int32Array.from(texts, ({ rows }) => rows.at(-1)! % classes) };
}

function openOurs(
  { rows, columns, units, classes }: TrainingSize,
  kernels: ImmediateKernels,
): { readonly ours: TextTraining; readonly parameters: readonly Float32Array[] } {
  const spec: TextNetworkSpec = {
    ...{ rows, columns, pooling: 'last', hidden: [], classes },
    recurrent: [{ cell: 'lstm', units, direction: 'forward' }],
  };
  const network = openTextNetwork(spec, 5, kernels);
  const values = network.parameters;
  const parameters = network.parts.map(({ at, size }) =>
    Float32Array.from(values.subarray(at, at + size)),
  );
  const ours = network.train({
    ...{ optimiser: 'adam', rates: { network: learningRate, classifier: learningRate } },
    ...{ l1: 0, l2: 0, dropout: { embedding: 0, recurrent: 0, pooled: 0 }, embeddingRows: 'all' },
  });
  return { ours, parameters };
}

/** @param embedded the vectors of the words are given, and not learnt */
async function openLayers(
  backend: string,
  { batch, steps, units, rows, columns, classes }: TrainingSize,
  parameters: readonly Float32Array[],
  embedded: boolean,
): Promise<Peer> {
  await tf.setBackend(backend);
  const options = { units, recurrentActivation: 'sigmoid' } as const;
  const first = embedded
    ? [tf.layers.lstm({ ...options, inputShape: [steps, columns] })]
    : [
        tf.layers.embedding({ inputDim: rows, outputDim: columns, inputLength: steps }),
        tf.layers.lstm(options),
      ];
  const model = tf.sequential({ layers: [...first, tf.layers.dense({ units: classes })] });
  const own = embedded ? parameters.slice(1) : parameters;
  model.setWeights(model.getWeights().map(({ shape }, i) => tf.tensor(own[i]!, shape)));
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  return {
    name: `tf.layers, ${backend}${embedded ? ', vectors given' : ''}`,
    backend,
    step: ({ texts, labels }) =>
      tf.tidy(() => {
        const words = texts.flatMap(({ rows }) => [...rows]);
        const x = embedded
          ? tf.tensor3d(vectorsOf(words, parameters[0]!, columns), [batch, steps, columns])
          : tf.tensor2d(words, [batch, steps]);
        const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
        const loss = () => lossOf(y, model.apply(x) as tf.Tensor);
        return optimiser.minimize(loss, true)!.dataSync<'float32'>()[0]!;
      }),
  };
}

const lossOf = (y: tf.Tensor, logits: tf.Tensor): tf.Scalar =>
  tf.losses.softmaxCrossEntropy(y, logits);

/** The fused operation among operations of TensorFlow.js, its own gradients and optimiser around it. */
async function openOperation(
  { steps, columns, batch, rows, units, classes }: TrainingSize,
  parameters: readonly Float32Array[],
): Promise<Peer> {
  await tf.setBackend('wasm');
  const matrix = (i: number, shape: [number, number]) =>
    tf.variable(tf.tensor2d(parameters[i]!, shape)) as tf.Tensor2D;
  const vector = (i: number) => tf.variable(tf.tensor1d(parameters[i]!)) as tf.Tensor1D;
  const table = matrix(0, [rows, columns]);
  const weights = {
    kernel: matrix(1, [columns, 4 * units]),
    recurrent: matrix(2, [units, 4 * units]),
    bias: vector(3),
  };
  const [dense, denseBias] = [matrix(4, [units, classes]), vector(5)];
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  return {
    name: 'our operation among those of TensorFlow.js, wasm',
    backend: 'wasm',
    step: ({ texts, labels }) =>
      tf.tidy(() => {
        const words = tf.tensor1d(
          texts.flatMap(({ rows }) => [...rows]),
          'int32',
        );
        const y = tf.oneHot(tf.tensor1d(labels, 'int32'), classes);
        const loss = () => {
          const vectors = tf.gather(table, words);
          const data = tf.reshape<tf.Rank.R3>(vectors, [batch, steps, columns]);
          const { hidden } = recurrentStates(data, weights, { cell: 'lstm' });
          return lossOf(y, tf.add(tf.matMul(hidden, dense), denseBias));
        };
        return optimiser.minimize(loss, true)!.dataSync<'float32'>()[0]!;
      }),
  };
}

function vectorsOf(words: readonly number[], table: Float32Array, columns: number): Float32Array {
  const vectors = new Float32Array(words.length * columns);
  words.forEach((word, i) =>
    vectors.set(table.subarray(word * columns, (word + 1) * columns), i * columns),
  );
  return vectors;
}
