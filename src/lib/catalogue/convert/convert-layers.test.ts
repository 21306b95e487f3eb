import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from '../../../../scripts/models/node.ts';
import { convert, largestDifference, picture, run } from '../../../../tests/support/conversion.ts';
import {
  mobileNetV1,
  mobileNetV2,
  mobileNetV3,
  oddNet,
} from '../../../../tests/support/mobilenets.ts';
import { filesOfModel, savedModel } from '../../../../tests/support/tiny-model.ts';

beforeAll(startWasm);
vi.setConfig({ testTimeout: 60_000 });

const classes = 10;

async function filesOf(model: tf.LayersModel, side: number) {
  return filesOfModel(await savedModel(model), [], side);
}

const answer = (model: tf.LayersModel, input: tf.Tensor) =>
  tf.tidy(() => (model.predict(input) as tf.Tensor).dataSync());

describe('a layers model', () => {
  it.each([
    ['MobileNet v1', mobileNetV1, 48],
    ['MobileNet v2', mobileNetV2, 32],
  ] as const)('of %s says what TensorFlow.js lets it say', async (_name, build, channels) => {
    const model = build(64, classes);
    const converted = await convert(await filesOf(model, 64));
    expect(converted).toMatchObject({ side: 64, classes });
    expect(converted.embedding?.[2]).toBeGreaterThanOrEqual(channels);
    const input = picture(64);
    const scores = await run(converted, input, 'classes');
    expect(largestDifference(scores, answer(model, input))).toBeLessThan(1e-3);
    // Batch normalisation, padding and activations have all gone into the convolutions.
    const ops = new Set(converted.graph.ops.map(({ op }) => op));
    expect([...ops].sort()).toEqual(
      ['add', 'conv', 'depthwise', 'mean', 'softmax'].filter(
        (op) => op !== 'add' || build === mobileNetV2,
      ),
    );
  });

  it('of MobileNet v3 too, whose hard-swish costs two kernels and no more', async () => {
    const model = mobileNetV3(64, classes);
    const converted = await convert(await filesOf(model, 64));
    expect(converted).toMatchObject({ side: 64, classes, embedding: [8, 8, 48] });
    const input = picture(64);
    const scores = await run(converted, input, 'classes');
    expect(largestDifference(scores, answer(model, input))).toBeLessThan(1e-3);
    // Nine of hard-swish, three of squeeze and excite. A sixth is computed once, for the embedding.
    const products = converted.graph.ops.filter(({ op }) => op === 'mul');
    const gates = converted.graph.ops.filter(
      (op) => op.op === 'depthwise' && op.filter.shape[0] === 1,
    );
    expect(products).toHaveLength(9 + 3);
    expect(gates).toHaveLength(9 + 1);
  });

  it('of grey pictures, odd activations, pools, joins and a flattened map too', async () => {
    const model = oddNet(28, classes);
    const converted = await convert(await filesOf(model, 28));
    expect(converted).toMatchObject({ side: 28, classes });
    const input = picture(28);
    const grey = tf.tidy(() => tf.sum(tf.mul(input, tf.tensor([0.299, 0.587, 0.114])), 3, true));
    const scores = await run(converted, input, 'classes');
    expect(largestDifference(scores, answer(model, grey))).toBeLessThan(1e-3);
  });
});
