import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory, type Tensor4D } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openTrunk, type Trunk } from '#lib/vision/trunk.ts';
import { DEFAULT_TRUNK } from '#lib/vision/trunks.ts';
import { folderFetch, readPhoto, startWasm, toTensor } from '../../../../../scripts/models/node.ts';
import { defaultFolders, prepare } from '../../../../../scripts/models/prepare.ts';
import type { Head } from '../../heads/head.ts';
import { identityNormalisation } from '../../heads/normalise.ts';
import { Random } from '#lib/maths/random.ts';
import { openExtractor } from '../extractor.ts';
import { smallInput } from '../small-cnn/graph.ts';
import { smallModel } from '../small-cnn/small-cnn.ts';
import { smallGraph } from '../small-cnn/graph.ts';
import { multiplyHere, multiplyInPlace } from '../deep/multiply.ts';
import { tunedModel } from './fine-tune.ts';
import { CutExtractor, tunedNetwork, unfrozenBlocks } from './unfrozen.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL('../../../../..', import.meta.url));
let trunk: Trunk;
let tensors: Tensor4D[];

beforeAll(async () => {
  await prepare();
  await startWasm();
  vi.stubGlobal('fetch', folderFetch(defaultFolders.models));
  trunk = await openTrunk(DEFAULT_TRUNK, '/');
  const photo = await readPhoto(join(root, 'tests/fixtures/photos/cat.jpg'));
  tensors = trunk.inputs.map((spec) => toTensor(photo, spec));
});

afterAll(() => {
  for (const tensor of tensors) tensor.dispose();
  trunk.dispose();
  expect(memory().numTensors).toBe(0);
  vi.unstubAllGlobals();
});

/** The largest difference, relative to the largest number. */
function difference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let most = 0;
  let size = 0;
  for (let i = 0; i < a.length; i++) {
    most = Math.max(most, Math.abs(a[i]! - b[i]!));
    size = Math.max(size, Math.abs(b[i]!));
  }
  return most / size;
}

const headFor = (dimensions: number): Head => ({
  method: 'linear',
  classes: ['a', 'b'],
  dimensions,
  normalisation: identityNormalisation(dimensions),
  temperature: 1,
  layers: [
    {
      weights: { rows: dimensions, columns: 2, data: new Float32Array(2 * dimensions).fill(0.1) },
      bias: new Float32Array(2),
      activation: 'none',
    },
  ],
});

describe.each([1, 2, 3])('the last %i blocks, unfrozen', (blocks) => {
  it('start as the trunk is, and answer the same wherever they run', async () => {
    const unfrozen = unfrozenBlocks(trunk.networks[tunedNetwork]!, blocks);
    const extractor = new CutExtractor(trunk, unfrozen);
    const row = await extractor.embed(tensors);
    const sight = { trunk, turn: <T>(work: () => Promise<T>) => work() };
    const head = headFor(trunk.dimensions);
    const { model, initial } = await tunedModel(sight, unfrozen, extractor.shape, head);
    const whole = await trunk.embed(tensors);
    expect(difference(model.embed(initial, row), whole)).toBeLessThan(1e-3);

    const random = new Random(1);
    const moved = initial.map((value) => value * (1 + 0.02 * random.normal()));
    const held = memory().numTensors;
    const tuned = openExtractor(
      { kind: 'fine-tune', network: tunedNetwork, weights: model.tail(moved) },
      trunk,
    );
    const expected = model.embed(moved, row);
    expect(difference(expected, whole)).toBeGreaterThan(5e-3);
    expect(difference(await tuned.embed(tensors), expected)).toBeLessThan(1e-3);
    tuned.dispose();
    expect(memory().numTensors).toBe(held);
  });
});

describe('a small network', () => {
  it('answers the same wherever it runs', async () => {
    const photo = await readPhoto(join(root, 'tests/fixtures/photos/cat.jpg'));
    const pixels = toTensor(photo, smallInput);
    const { model, initial } = smallModel(['a', 'b'], 3, multiplyHere());
    const row = new Float32Array(pixels.dataSync<'float32'>());
    const extractor = openExtractor(
      { kind: 'cnn', graph: smallGraph, input: smallInput, weights: model.tail(initial) },
      trunk,
    );
    expect(extractor.dimensions).toBe(model.dimensions);
    const there = await extractor.embed([pixels]);
    expect(difference(there, model.embed(initial, row))).toBeLessThan(1e-4);
    extractor.dispose();
    pixels.dispose();
  });
});

describe('multiplyHere', () => {
  it('multiplies as JavaScript does, and leaves nothing', () => {
    const random = new Random(2);
    const [m, k, n] = [70, 90, 110];
    const a = Float32Array.from({ length: m * k }, () => random.normal());
    const b = Float32Array.from({ length: k * n }, () => random.normal());
    const held = memory().numTensors;
    const there = multiplyHere()(a, b, m, k, n);
    expect(difference(there, multiplyInPlace(a, b, m, k, n))).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(held);
  });
});
