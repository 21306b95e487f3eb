import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from '../../../../scripts/models/node.ts';
import { convert, largestDifference, picture, run } from '../../../../tests/support/conversion.ts';
import { mobileNetV1, mobileNetV2 } from '../../../../tests/support/mobilenets.ts';
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
});
