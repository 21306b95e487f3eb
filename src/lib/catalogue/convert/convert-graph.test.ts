import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from '../../../../scripts/models/node.ts';
import { convert, largestDifference, picture, run } from '../../../../tests/support/conversion.ts';
import { mobileNetV3Graph } from '../../../../tests/support/graph-writer.ts';
import type { Files } from '../../../../tests/support/tiny-model.ts';
import type { ModelJson } from './model-json.ts';

beforeAll(startWasm);
vi.setConfig({ testTimeout: 60_000 });

const folder = fileURLToPath(
  new URL('../../../../node_modules/@vladmandic/human/models/', import.meta.url),
);
const read = (file: string) => new Uint8Array(readFileSync(join(folder, file)));

function filesOf(id: string): Files {
  return { 'model.json': read(`${id}.json`), [`${id}.bin`]: read(`${id}.bin`) };
}

/** Run by TensorFlow.js itself. */
function original(files: Files): Promise<GraphModel> {
  const { modelTopology, weightsManifest, format } = JSON.parse(
    new TextDecoder().decode(files['model.json']),
  ) as ModelJson;
  const [weights = ''] = weightsManifest[0]!.paths;
  return loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology,
        weightSpecs: weightsManifest.flatMap((group) => group.weights) as never,
        weightData: files[weights.split('/').at(-1)!]!.buffer,
        format: format ?? 'graph-model',
      }),
  });
}

function answer(model: GraphModel, input: tf.Tensor4D, output: string): ArrayLike<number> {
  const scores = tf.tidy(() => {
    const isGrey = model.inputs[0]!.shape![3] === 1;
    const grey = () => tf.sum(tf.mul(input, tf.tensor([0.299, 0.587, 0.114])), 3, true);
    return (model.execute(isGrey ? grey() : input, output) as tf.Tensor).dataSync();
  });
  // Of a single sigmoid two classes are made.
  return scores.length === 1 ? [1 - scores[0]!, scores[0]!] : scores;
}

/** What the networks that come with @vladmandic/human are made of is in brackets. */
describe('a graph model', () => {
  it.each([
    // separable convolutions, sums, pools, grey pictures
    { id: 'emotion', side: 64, classes: 7, output: 'Identity' },
    // batch normalisation after activations, a map that is flattened
    { id: 'liveness', side: 32, classes: 2, output: 'Identity' },
    // weights of half precision, one sigmoid
    { id: 'antispoof', side: 128, classes: 2, output: 'Identity' },
    // MobileNet v1, relu6 as relu, minimum and maximum
    { id: 'faceres', side: 224, classes: 100, output: 'age_pred/Softmax' },
    // sums of several
    { id: 'handlandmark-lite', side: 224, classes: 2, output: 'Identity_1' },
  ])('$id says what TensorFlow.js lets it say', async ({ id, side, classes, output }) => {
    const files = filesOf(id);
    const converted = await convert(files, { output });
    expect(converted).toMatchObject({ side, classes });
    expect(converted.embedding?.[0]).toBeGreaterThan(1);
    const input = picture(side);
    const model = await original(files);
    const scores = await run(converted, input, 'classes');
    expect(largestDifference(scores, answer(model, input, output))).toBeLessThan(1e-3);
    model.dispose();
  });

  it('MobileNet v3, spelt out as it comes from TensorFlow Hub, says it without its background', async () => {
    const files = mobileNetV3Graph(64, 11);
    const converted = await convert(files, { skipClasses: 1 });
    expect(converted).toMatchObject({ side: 64, classes: 10, embedding: [16, 16, 40] });
    // Its own 2p − 1 tells that it wants 0..1.
    expect(converted.graph).toMatchObject({ scale: 2 / 255, offset: -1 });
    const input = picture(64);
    const model = await original(files);
    const expected = tf.tidy(() => {
      const pixels = tf.div(tf.add(input, 1), 2);
      const logits = model.execute(pixels, 'answer') as tf.Tensor2D;
      return tf.softmax(tf.slice(logits, [0, 1], [1, 10])).dataSync();
    });
    const scores = await run(converted, input, 'classes');
    expect(largestDifference(scores, expected)).toBeLessThan(1e-3);
    model.dispose();
  });

  it('is refused by the name of what is unknown in it', async () => {
    await expect(convert(filesOf('handtrack'), { output: 'Identity_2' })).rejects.toMatchObject({
      failure: { code: 'model-unsupported' },
    });
    await expect(convert(filesOf('faceres'))).rejects.toMatchObject({
      failure: { code: 'model-unsupported', detail: expect.stringContaining('several outputs') },
    });
  });
});
