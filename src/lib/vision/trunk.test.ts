import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { memory } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { folderFetch, readPhoto, startWasm, toTensor } from '../../../scripts/models/node.ts';
import { defaultFolders, prepare } from '../../../scripts/models/prepare.ts';
import { poolMap } from './pooling.ts';
import { openTrunk, type Trunk } from './trunk.ts';
import { DEFAULT_TRUNK } from './trunks.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = fileURLToPath(new URL('../../..', import.meta.url));

describe('poolMap', () => {
  it('gives mean and deviation of each channel, of unit length', () => {
    const row = new Float32Array(4);
    // Two channels over two places: (1, 4) and (3, 4).
    poolMap(new Float32Array([1, 4, 3, 4]), 2, row);
    const length = Math.hypot(2, 4, 1, 0);
    [2, 4, 1, 0].forEach((value, i) => expect(row[i]).toBeCloseTo(value / length, 6));
  });

  it('leaves nothing from nothing, and no NaN', () => {
    const row = new Float32Array(2);
    poolMap(new Float32Array(9), 1, row);
    expect([...row]).toEqual([0, 0]);
  });
});

describe('the everyday trunk', () => {
  let trunk: Trunk;

  beforeAll(async () => {
    await prepare();
    await startWasm();
    vi.stubGlobal('fetch', folderFetch(defaultFolders.models));
    trunk = await openTrunk(DEFAULT_TRUNK, '/');
  });

  afterAll(() => {
    trunk.dispose();
    expect(memory().numTensors).toBe(0);
    vi.unstubAllGlobals();
  });

  const embed = async (name: string) => {
    const photo = await readPhoto(join(root, 'tests/fixtures/photos', `${name}.jpg`));
    const tensors = trunk.inputs.map((spec) => toTensor(photo, spec));
    const before = memory().numTensors;
    const row = await trunk.embed(tensors);
    expect(memory().numTensors).toBe(before);
    for (const tensor of tensors) tensor.dispose();
    return row;
  };

  it('answers the same picture alike, and others otherwise', async () => {
    const [cat, again, cup] = [await embed('cat'), await embed('cat'), await embed('cup')];
    expect(cat).toHaveLength(trunk.dimensions);
    expect(again).toEqual(cat);
    const cosine = cat.reduce((sum, value, i) => sum + value * cup[i]!, 0) / 2;
    expect(cosine).toBeLessThan(0.9);
    // Each network's part has unit length.
    expect(cat.slice(0, 320).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
  });

  it('knows only the trunks there are', async () => {
    await expect(openTrunk('everyday-0', '/')).rejects.toMatchObject({
      failure: { code: 'model-missing' },
    });
  });
});
