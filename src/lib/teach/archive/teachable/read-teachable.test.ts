import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as tf from '@tensorflow/tfjs';
import { zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildGraph } from '#lib/engine/graph/load.ts';
import { disposeGraph, runGraph } from '#lib/engine/graph/run.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { readPhoto, startWasm, toTensor } from '../../../../../scripts/models/node.ts';
import {
  answer,
  type Files,
  filesOfModel,
  savedModel,
  tinyModel,
} from '../../../../../tests/support/tiny-model.ts';
import { filesOf, readTeachable, type TeachableModel } from './read-teachable.ts';

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
const shared = join(root, '../shared/models/teachable-machine-export');

beforeAll(startWasm);

const open = (files: Files) =>
  readTeachable((name) => {
    const bytes = files[name];
    return bytes && Promise.resolve(bytes);
  });

/** Our executor and head on [1, size, size, 3] of −1..1. */
async function ours(model: TeachableModel, input: tf.Tensor4D): Promise<Float32Array> {
  const graph = buildGraph(model.graph, model.weights);
  const { embedding } = runGraph(graph, input, ['embedding']);
  const row = (await embedding.data()) as Float32Array;
  embedding.dispose();
  disposeGraph(graph);
  return answer(row, model.layers);
}

async function difference(files: Files, model: tf.LayersModel, input: tf.Tensor4D) {
  const read = await open(files);
  const before = tf.memory().numTensors;
  const scores = await ours(read, input);
  expect(tf.memory().numTensors).toBe(before);
  const expected = tf.tidy(() => (model.predict(input) as tf.Tensor).dataSync());
  return Math.max(...scores.map((score, i) => Math.abs(score - expected[i]!)));
}

async function codeOf(files: Files): Promise<string> {
  try {
    await open(files);
    return 'read';
  } catch (error) {
    if (error instanceof FailureError) return error.failure.code;
    throw error;
  }
}

describe('an image model of Teachable Machine', () => {
  it('answers as TensorFlow.js lets it answer', async () => {
    const model = tinyModel(32);
    const files = filesOfModel(await savedModel(model), ['one', 'two', 'three'], 32);
    const input = tf.randomUniform<tf.Rank.R4>([1, 32, 32, 3], -1, 1, 'float32', 7);
    expect(await difference(files, model, input)).toBeLessThan(1e-5);
    const read = await open(files);
    expect(read).toMatchObject({ labels: ['one', 'two', 'three'], size: 32, dimensions: 24 });
    // Everything that follows a convolution has gone into it.
    expect(new Set(read.graph.ops.map(({ op }) => op))).toEqual(
      new Set(['conv', 'depthwise', 'add', 'mean']),
    );
  });

  it.skipIf(!existsSync(shared))(
    'the real one answers within a thousandth on a photo (needs ../shared)',
    async () => {
      const bytes = (name: string) => new Uint8Array(readFileSync(join(shared, name)));
      const files: Files = {
        'model.json': bytes('model.json'),
        'metadata.json': bytes('metadata.json'),
        'weights.bin': bytes('weights.bin'),
      };
      const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as {
        modelTopology: object;
        weightsManifest: tf.io.WeightsManifestConfig;
      };
      const model = await tf.loadLayersModel(
        tf.io.fromMemory({
          modelTopology: json.modelTopology,
          weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
          weightData: files['weights.bin']!.buffer,
        }),
      );
      const photo = await readPhoto(join(root, 'tests/fixtures/photos/cat.jpg'));
      const input = toTensor(photo, { size: 224, fit: 'cover', scale: 2 / 255, offset: -1 });
      const worst = await difference(files, model, input as tf.Tensor4D);
      console.warn(`largest difference from loadLayersModel: ${worst.toExponential(1)}`);
      expect(worst).toBeLessThan(1e-3);
    },
    60_000,
  );

  it('comes as a zip, in a folder of it, or as three files', async () => {
    const files = filesOfModel(await savedModel(tinyModel(32)), ['a', 'b', 'c'], 32);
    const inFolder = Object.entries(files).map(([name, bytes]) => [`my model/${name}`, bytes]);
    const zip = new File([new Uint8Array(zipSync(Object.fromEntries(inFolder)))], 'model.zip');
    const fromZip = await readTeachable(await filesOf([zip]));
    const three = Object.entries(files).map(([name, bytes]) => new File([bytes!], name));
    const fromFiles = await readTeachable(await filesOf(three));
    expect(fromZip.sha256).toBe(fromFiles.sha256);
    expect(fromZip.labels).toEqual(['a', 'b', 'c']);
  });

  it('is refused by code when it is something else, or broken', async () => {
    const files = filesOfModel(await savedModel(tinyModel(32)), ['a', 'b', 'c'], 32);
    const json = JSON.parse(new TextDecoder().decode(files['model.json'])) as object;
    const withJson = (change: object) => ({
      ...files,
      'model.json': new TextEncoder().encode(JSON.stringify({ ...json, ...change })),
    });
    expect(await codeOf({})).toBe('archive-unknown');
    expect(await codeOf({ ...files, 'weights.bin': files['weights.bin']!.slice(4) })).toBe(
      'model-corrupt',
    );
    expect(await codeOf({ ...files, 'metadata.json': new TextEncoder().encode('{}') })).toBe(
      'model-corrupt',
    );
    expect(await codeOf({ ...files, 'model.json': new Uint8Array(3) })).toBe('model-corrupt');
    expect(await codeOf(withJson({ modelTopology: { class_name: 'Model', config: {} } }))).toBe(
      'model-corrupt',
    );
    expect(await codeOf(withJson({ weightsManifest: [{ paths: 'x' }] }))).toBe('model-corrupt');
    const odd = tf.sequential({
      layers: [
        tf.layers.conv2d({ filters: 2, kernelSize: 3, inputShape: [32, 32, 3], activation: 'elu' }),
        tf.layers.globalAveragePooling2d({}),
        tf.layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    expect(await codeOf(filesOfModel(await savedModel(odd), ['a', 'b', 'c'], 32))).toBe(
      'model-unsupported',
    );
    expect(await codeOf(filesOfModel(await savedModel(tinyModel(32)), ['a'], 32))).toBe(
      'model-corrupt',
    );
  });
});
