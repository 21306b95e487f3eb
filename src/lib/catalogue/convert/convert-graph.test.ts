import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGraphModel, type GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { startWasm } from '../../../../scripts/models/node.ts';
import { convert, largestDifference, picture, run } from '../../../../tests/support/conversion.ts';
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
  const [weights] = weightsManifest[0]!.paths;
  return loadGraphModel({
    load: () =>
      Promise.resolve({
        modelTopology,
        weightSpecs: weightsManifest.flatMap((group) => group.weights) as never,
        weightData: files[weights!.split('/').at(-1)!]!.buffer,
        format: format ?? 'graph-model',
      }),
  });
}

describe('a graph model', () => {
  it.each([
    ['emotion', {}],
    ['liveness', {}],
    ['antispoof', {}],
    ['faceres', { output: 'age_pred/Softmax' }],
    ['faceres', { output: 'gender_pred/Sigmoid' }],
    ['handlandmark-lite', { output: 'Identity_1' }],
  ] as const)('%s says what TensorFlow.js lets it say', async (id, options) => {
    const files = filesOf(id);
    const converted = await convert(files, options);
    const { side } = converted;
    const model = await original(files);
    const grey = model.inputs[0]!.shape![3] === 1;
    const input = picture(side, 3);
    const scores = await run(converted, input, 'classes');
    const luma = tf.tensor([0.299, 0.587, 0.114]);
    const fed = grey ? tf.sum(tf.mul(input, luma), 3, true) : input;
    const expected = (model.execute(fed, 'output' in options ? options.output : model.outputNodes) as tf.Tensor).dataSync();
    const one = expected.length === 1 ? [1 - expected[0]!, expected[0]!] : expected;
    console.warn(id, side, converted.classes, converted.embedding, converted.graph.scale, converted.graph.offset, largestDifference(scores, one), Math.max(...one), converted.graph.ops.length);
    expect(largestDifference(scores, one)).toBeLessThan(1e-3);
    model.dispose();
  });
});
