/** The default network of the lab of Fashion-MNIST, by our kernels and by tf.layers. Runs in the page. */
import * as tf from '@tensorflow/tfjs';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { openDenseKernels } from '../../../src/lib/engine/kernels/dense/open.ts';
import {
  classCount,
  joinParts,
  partOf,
  pixels,
  unpack,
  type Part,
  type Pictures,
} from '../../../src/lib/labs/fashion-mnist/data-set.ts';
import { DenseNetwork, placeRows } from '../../../src/lib/labs/fashion-mnist/network.ts';
import { initial } from '../../../src/lib/labs/fashion-mnist/settings.ts';

/** Milliseconds of an epoch over the first so many pictures, and the mean loss of its batches. */
export interface EpochOf {
  readonly ms: number;
  readonly loss: number;
}

/** Both from the same weights, on the same batches in the same order. */
export interface EpochPair {
  readonly ours: EpochOf;
  readonly theirs: EpochOf;
  readonly backend: string;
  readonly threads: number;
}

const { hidden, batch, rate } = initial;

export const fashion = {
  /**
   * Turns of an epoch over the first `count` pictures, ours and then that of tf.layers, after a warm-up.
   * @param names of the two packed files in /data/: pictures and classes
   */
  async epochs(names: readonly string[], count: number, turns: number): Promise<EpochPair[]> {
    const pictures = await read(names, count);
    setWasmPaths('/tf/');
    await tf.setBackend('wasm');
    const xs = tf.tidy(() =>
      tf.tensor2d(
        Float32Array.from(pictures.bytes, (byte) => byte / 255),
        [count, pixels],
      ),
    );
    const ys = tf.tidy(() =>
      tf.oneHot(tf.tensor1d(Int32Array.from(pictures.labels), 'int32'), classCount).toFloat(),
    );
    const pairs: EpochPair[] = [];
    // Ten batches, so that both have compiled what they run.
    const warm = { bytes: pictures.bytes, labels: pictures.labels.subarray(0, 10 * batch) };
    const start = await ourEpoch(warm);
    await theirEpoch(xs.slice(0, 10 * batch), ys.slice(0, 10 * batch), start.parameters);
    for (let turn = 0; turn < turns; turn++) {
      const { parameters, ...ours } = await ourEpoch(pictures);
      const theirs = await theirEpoch(xs, ys, parameters);
      pairs.push({ ours, theirs, backend: tf.getBackend(), threads: getThreadsCount() });
    }
    return pairs;
  },
};

async function read(names: readonly string[], count: number): Promise<Pictures> {
  const files = await Promise.all(
    names.map(async (name) => unpack(await (await fetch(`/data/${name}`)).blob(), name)),
  );
  const [images, labels] = files as [ArrayBuffer, ArrayBuffer];
  if (partOf(images, 'images') !== 'train-images')
    throw new Error('not the pictures to learn from');
  // The test half is not needed here.
  const parts: Record<Part, ArrayBuffer> = {
    ...{ 'train-images': images, 'train-labels': labels },
    ...{ 'test-images': images, 'test-labels': labels },
  };
  const { train } = joinParts(parts);
  return {
    bytes: train.bytes.slice(0, count * pixels),
    labels: train.labels.slice(0, count),
  };
}

async function ourEpoch(
  pictures: Pictures,
): Promise<EpochOf & { readonly parameters: Float32Array }> {
  const kernels = await openDenseKernels();
  const rows = placeRows(kernels, pictures.bytes, pictures.labels);
  const spec = { inputs: pixels, hidden, classes: classCount, curve: 'relu' } as const;
  const network = new DenseNetwork(kernels, spec, batch, 1);
  const { parameters } = network;
  const training = { optimiser: 'adam', rate, l1: 0, l2: 0, dropout: 0 } as const;
  const order = Int32Array.from(pictures.labels, (_, n) => n);
  let loss = 0;
  const startedMs = performance.now();
  for (let at = 0; at < order.length; at += batch) {
    loss += network.train(rows, order.subarray(at, at + batch), training).loss;
  }
  return { ms: performance.now() - startedMs, loss: loss / order.length, parameters };
}

async function theirEpoch(
  xs: tf.Tensor,
  ys: tf.Tensor,
  parameters: Float32Array,
): Promise<EpochOf> {
  const widths = [pixels, ...hidden, classCount];
  const layers = widths.slice(1).map((units, n) =>
    tf.layers.dense({
      units,
      activation: n === hidden.length ? 'softmax' : 'relu',
      ...(n === 0 && { inputShape: [pixels] }),
    }),
  );
  const model = tf.sequential({ layers });
  let at = 0;
  const take = (shape: number[]) => {
    const size = shape.reduce((all, one) => all * one, 1);
    return tf.tensor(parameters.slice(at, (at += size)), shape);
  };
  model.setWeights(
    widths.slice(1).flatMap((units, n) => [take([widths[n]!, units]), take([units])]),
  );
  model.compile({
    optimizer: tf.train.adam(rate, 0.9, 0.999, 1e-8),
    loss: 'categoricalCrossentropy',
  });
  const startedMs = performance.now();
  const { history } = await model.fit(xs, ys, {
    ...{ epochs: 1, batchSize: batch, shuffle: false, verbose: 0, yieldEvery: 'never' },
  });
  const ms = performance.now() - startedMs;
  model.dispose();
  return { ms, loss: Number(history['loss']![0]) };
}
