// What was installed opens as what the app carries does: as a classifier in See, as a trunk in Teach.
import 'fake-indexeddb/auto';
import { memory, tensor, type Rank, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { keepInstalled } from '#lib/cache/installed.ts';
import type { FailureError } from '#lib/failure/failure.ts';
import { defaultFolders, prepare } from '../../../../scripts/models/prepare.ts';
import { folderFetch, startWasm } from '../../../../scripts/models/node.ts';
import { colourClassifier, colourPixels } from '../../../../tests/support/colour-classifier.ts';
import { openClassifier } from '../classifier.ts';
import { openTrunk } from '../trunk.ts';
import { factsOf } from './entry.ts';
import { labelIds } from './labels.ts';

const frame = { width: colourPixels, height: colourPixels };
const { model, contents } = colourClassifier();
const trunkId = `colours@${model.weights.sha256.slice(0, 8)}`;

/** Blue in its right half, red in the left. */
function picture(): Tensor4D {
  const pixels = new Float32Array(colourPixels * colourPixels * 3);
  for (let i = 0; i < colourPixels * colourPixels; i++) {
    pixels[i * 3 + (i % colourPixels < colourPixels / 4 ? 0 : 2)] = 1;
  }
  return tensor<Rank.R4>(pixels, [1, colourPixels, colourPixels, 3]);
}

beforeAll(async () => {
  await prepare();
  await startWasm();
  vi.stubGlobal('fetch', folderFetch(defaultFolders.models));
  const blobs = [...contents].map(([hash, bytes]) => [hash, new Blob([bytes])] as const);
  await keepInstalled(model, new Map(blobs));
});
afterAll(() => vi.unstubAllGlobals());

describe('an installed model', () => {
  it('classifies under ids of its own, and shows where', async () => {
    const classifier = await openClassifier(['colours'], '/');
    const input = picture();
    const before = memory().numTensors;
    const { predictions, detections } = await classifier.classify([input], frame);
    expect(predictions.map(({ label }) => label)).toEqual(['deep-blue', 'red', 'grun']);
    expect(detections).toEqual([]);
    const heat = await classifier.activation([input], 'red', frame);
    const half = (values: Float32Array, columns: number, right: boolean) =>
      values.reduce((sum, value, i) => sum + (i % columns >= columns / 2 === right ? value : 0), 0);
    expect(half(heat!.values, heat!.columns, false)).toBeGreaterThan(
      10 * half(heat!.values, heat!.columns, true),
    );
    expect(memory().numTensors).toBe(before);
    input.dispose();
    classifier.dispose();
  });

  it('is a trunk by its id and version', async () => {
    const trunk = await openTrunk(trunkId, '/');
    expect([trunk.id, trunk.dimensions]).toEqual([trunkId, 6]);
    const input = picture();
    const row = await trunk.embed([input]);
    // Means of red, green and blue, then how unevenly each is spread.
    expect(Array.from(row, (value) => value > 0.1)).toEqual([true, false, true, true, false, true]);
    input.dispose();
    trunk.dispose();
  });

  it.each(['colours@00000000', 'colours', 'gone@12345678'])('%s is no trunk here', async (id) => {
    const failing = openTrunk(id, '/').catch((error: unknown) => error);
    expect(((await failing) as FailureError).failure.code).toBe('model-missing');
  });

  it('says that it is missing where it is', async () => {
    const failing = openClassifier(['gone'], '/').catch((error: unknown) => error);
    expect(((await failing) as FailureError).failure.code).toBe('model-missing');
  });

  it('is read with care, whatever its entry says', () => {
    const entry = { name: 7, input: { pixels: 1e9 }, tasks: 'all', trunk: { pixels: -1 } };
    expect(factsOf({ ...model, entry })).toBeUndefined();
    expect(factsOf({ ...model, entry: null })).toBeUndefined();
    expect(factsOf({ ...model, entry: { input: { pixels: 32 } } })).toMatchObject({
      classifies: false,
      trunk: undefined,
    });
  });
});

describe('labelIds', () => {
  it('keeps apart what people named apart', () => {
    expect(labelIds(['Café', 'cafe', 'T-shirt, jersey', '猫', '!', '?'])).toEqual([
      'cafe',
      'cafe-2',
      't-shirt-jersey',
      '猫',
      'label',
      'label-2',
    ]);
    expect(labelIds(['crane', 'crane'])).toEqual(['crane', 'crane']);
  });
});
