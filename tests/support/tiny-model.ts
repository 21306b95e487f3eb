/** A small model of the kind that Teachable Machine exports, made with TensorFlow.js itself. */
import * as tf from '@tensorflow/tfjs';
import type { HeadLayer } from '#lib/teach/heads/head.ts';

export type Files = Partial<Record<string, Uint8Array<ArrayBuffer>>>;

/** Nested as there: (trunk, pooling), (dense, softmax). Weights are random but always the same. */
export function tinyModel(size: number): tf.LayersModel {
  const image = tf.input({ shape: [size, size, 3] });
  const padding: [[number, number], [number, number]] = [
    [0, 1],
    [0, 1],
  ];
  let seed = 1;
  const random = () => tf.initializers.randomUniform({ minval: -0.5, maxval: 0.5, seed: seed++ });
  const conv = (filters: number, kernelSize: number, strides = 1) =>
    tf.layers.conv2d({
      filters,
      kernelSize,
      strides,
      padding: strides === 1 ? 'same' : 'valid',
      useBias: false,
      kernelInitializer: random(),
    });
  const positive = () => tf.initializers.randomUniform({ minval: 0.5, maxval: 2, seed: seed++ });
  const normalise = () =>
    tf.layers.batchNormalization({
      gammaInitializer: positive(),
      betaInitializer: random(),
      movingMeanInitializer: random(),
      movingVarianceInitializer: positive(),
    });
  const six = () => tf.layers.reLU({ maxValue: 6 });
  const apply = (x: tf.SymbolicTensor, ...layers: tf.layers.Layer[]) =>
    layers.reduce((value, layer) => layer.apply(value) as tf.SymbolicTensor, x);
  const stem = apply(
    image,
    tf.layers.zeroPadding2d({ padding }),
    conv(8, 3, 2),
    normalise(),
    six(),
    tf.layers.depthwiseConv2d({
      kernelSize: 3,
      padding: 'same',
      useBias: false,
      depthwiseInitializer: random(),
    }),
    normalise(),
    six(),
    conv(8, 1),
    normalise(),
  );
  const branch = apply(stem, conv(16, 1), normalise(), six(), conv(8, 1), normalise());
  const sum = tf.layers.add().apply([stem, branch]) as tf.SymbolicTensor;
  const trunk = tf.model({ inputs: image, outputs: apply(sum, conv(24, 1), normalise(), six()) });
  const pooled = tf.sequential({ layers: [trunk, tf.layers.globalAveragePooling2d({})] });
  const head = tf.sequential({
    layers: [
      tf.layers.dense({
        units: 10,
        activation: 'relu',
        inputShape: [24],
        kernelInitializer: random(),
        biasInitializer: random(),
      }),
      tf.layers.dense({
        units: 3,
        useBias: false,
        activation: 'softmax',
        kernelInitializer: random(),
      }),
    ],
  });
  return tf.sequential({ layers: [pooled, head] });
}

export async function savedModel(model: tf.LayersModel): Promise<tf.io.ModelArtifacts> {
  let saved: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (artifacts) => {
      saved = artifacts;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  if (!saved) throw new Error('nothing was saved');
  return saved;
}

/** The three files. */
export function filesOfModel(
  { modelTopology, weightSpecs, weightData }: tf.io.ModelArtifacts,
  labels: readonly string[],
  imageSize: number,
): Files {
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const weightsManifest = [{ paths: ['./weights.bin'], weights: weightSpecs }];
  return {
    'model.json': json({ modelTopology, weightsManifest }),
    'metadata.json': json({ labels, imageSize, modelName: 'tiny', packageName: 'x' }),
    'weights.bin': new Uint8Array(weightData as ArrayBuffer),
  };
}

/** The plainest reading of a head: dense layers and a softmax. */
export function answer(row: Float32Array, layers: readonly HeadLayer[]): Float32Array {
  let values: Float32Array = row;
  for (const { weights, bias, activation } of layers) {
    const next = Float32Array.from(bias);
    values.forEach((value, i) => {
      for (let j = 0; j < next.length; j++) {
        next[j]! += value * weights.data[i * weights.columns + j]!;
      }
    });
    values = activation === 'relu' ? next.map((value) => Math.max(0, value)) : next;
  }
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
