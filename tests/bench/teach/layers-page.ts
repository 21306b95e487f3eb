/** A head of tf.layers on the embeddings that our heads were fitted to. Runs in the page. */
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

/** Plain, so that it can be sent to a page. */
export interface Embeddings {
  readonly dimensions: number;
  readonly classes: number;
  /** Row after row. */
  readonly taught: readonly number[];
  readonly taughtLabels: readonly number[];
  readonly heldOut: readonly number[];
  readonly heldOutLabels: readonly number[];
}

export interface HeadShape {
  readonly hidden: number;
  readonly epochs: number;
  readonly batchSize: number;
  readonly learningRate: number;
}

export interface LayersFit {
  readonly ms: readonly number[];
  readonly accuracy: number;
}

export const layers = {
  /** `model.fit` with its defaults, so many times after one epoch that warms up. */
  async fit(
    { dimensions, classes, ...data }: Embeddings,
    { hidden, epochs, batchSize, learningRate }: HeadShape,
    backend: string,
    turns: number,
  ): Promise<LayersFit> {
    setWasmPaths('/tf/');
    await tf.setBackend(backend);
    const rowsOf = (values: readonly number[]) =>
      tf.tensor2d(Float32Array.from(values), [values.length / dimensions, dimensions]);
    const taught = rowsOf(data.taught);
    const heldOut = rowsOf(data.heldOut);
    const labels = tf.tidy(() =>
      tf.oneHot(tf.tensor1d(Int32Array.from(data.taughtLabels), 'int32'), classes).toFloat(),
    );
    const create = () => {
      const model = tf.sequential({
        layers: [
          tf.layers.dense({ units: hidden, activation: 'relu', inputShape: [dimensions] }),
          tf.layers.dense({ units: classes, activation: 'softmax' }),
        ],
      });
      model.compile({
        optimizer: tf.train.adam(learningRate),
        loss: 'categoricalCrossentropy',
      });
      return model;
    };
    const warm = create();
    await warm.fit(taught, labels, { epochs: 1, batchSize, verbose: 0 });
    warm.dispose();
    const ms: number[] = [];
    let right = 0;
    for (let turn = 0; turn < turns; turn++) {
      const model = create();
      const startedMs = performance.now();
      await model.fit(taught, labels, { epochs, batchSize, verbose: 0 });
      ms.push(performance.now() - startedMs);
      const answers = tf.tidy(() => (model.predict(heldOut) as tf.Tensor).argMax(1));
      const found = await answers.data();
      right = data.heldOutLabels.filter((label, i) => label === found[i]).length;
      answers.dispose();
      model.dispose();
    }
    tf.dispose([taught, heldOut, labels]);
    return { ms, accuracy: right / data.heldOutLabels.length };
  },
};
