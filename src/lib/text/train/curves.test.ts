/** The loss from the same weights, step by step, beside a model of tf.layers. */
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs';
import { expect, it } from 'vitest';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import { Random } from '#lib/maths/random.ts';
import type { TextBatch, TextNetworkSpec } from './network.ts';
import { openTextNetwork } from './open-network.ts';

const spec: TextNetworkSpec = {
  rows: 12,
  columns: 6,
  recurrent: [{ cell: 'lstm', units: 8, direction: 'forward' }],
  pooling: 'last',
  hidden: [],
  classes: 4,
};
const [size, steps, learningRate] = [12, 5, 0.02];

/** What the last token is, modulo four; a new batch for each step. */
function batchOf(random: Random): TextBatch {
  const texts = Array.from({ length: size }, () => ({
    rows: Int32Array.from({ length: steps }, () => 1 + random.below(spec.rows - 1)),
  }));
  return { texts, labels: Int32Array.from(texts, ({ rows }) => rows.at(-1)! % spec.classes) };
}

it('falls as that of tf.layers does, within a thousandth over fifty steps', async () => {
  await tf.setBackend('cpu');
  const network = openTextNetwork(spec, 5, openPlainKernels());
  const model = tf.sequential({
    layers: [
      tf.layers.embedding({ inputDim: spec.rows, outputDim: spec.columns, inputLength: steps }),
      tf.layers.lstm({ units: spec.recurrent[0]!.units, recurrentActivation: 'sigmoid' }),
      tf.layers.dense({ units: spec.classes }),
    ],
  });
  const { parameters } = network;
  const weights = network.parts.map(({ shape, at, size }) =>
    tf.tensor(Float32Array.from(parameters.subarray(at, at + size)), [...shape]),
  );
  model.setWeights(weights);
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-8);
  const training = network.train({
    optimiser: 'adam',
    rates: { network: learningRate, classifier: learningRate },
    l1: 0,
    l2: 0,
    dropout: { embedding: 0, recurrent: 0, pooled: 0 },
    embeddingRows: 'all',
  });
  const random = new Random(1);
  const losses: number[] = [];
  for (let step = 0; step < 50; step++) {
    const batch = batchOf(random);
    const { loss } = await training.step(batch, random);
    const theirs = tf.tidy(() => {
      const rows = tf.tensor2d(
        batch.texts.flatMap(({ rows }) => [...rows]),
        [size, steps],
      );
      const labels = tf.oneHot(tf.tensor1d(batch.labels, 'int32'), spec.classes);
      const lossOf = () =>
        tf.losses.softmaxCrossEntropy(labels, model.apply(rows) as tf.Tensor) as tf.Scalar;
      return optimiser.minimize(lossOf, true)!.dataSync<'float32'>()[0]!;
    });
    expect(Math.abs(loss - theirs), `step ${step}`).toBeLessThan(1e-3);
    losses.push(loss);
  }
  const mean = (some: readonly number[]) => some.reduce((sum, one) => sum + one, 0) / some.length;
  expect(mean(losses.slice(-5))).toBeLessThan(mean(losses.slice(0, 5)) - 0.2);
}, 30_000);
