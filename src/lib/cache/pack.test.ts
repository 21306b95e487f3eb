import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { closeModels } from './database.ts';
import { bytesOf, entryOf } from './fake-host.ts';
import { keepFile, readFile } from './files.ts';
import { missingFiles } from './fill.ts';
import type { InstalledModel } from './installed-model.ts';
import { installedModel, installedModels, keepInstalled } from './installed.ts';
import { packHead, packMagic, type PackList } from './pack-format.ts';
import { packModels, unpackModels } from './pack.ts';

const [graph, weights, ours] = [bytesOf(90, 1), bytesOf(5000, 2), bytesOf(700, 3)] as const;
const ownFile = entryOf(ours, 'eye/weights-12345678.bin');
const model: InstalledModel = {
  id: 'own',
  graph: entryOf(graph, 'graph.json'),
  weights: entryOf(weights, 'weights.bin'),
  entry: { name: 'Mine' },
  installedAt: 1,
  usedAt: 1,
};
const contents = new Map([
  [model.graph.sha256, new Blob([graph])],
  [model.weights.sha256, new Blob([weights])],
]);
const inspect = vi.fn(() => Promise.resolve());

beforeEach(async () => {
  globalThis.indexedDB = new IDBFactory();
  inspect.mockReset().mockResolvedValue(undefined);
  await keepFile(ownFile.sha256, new Blob([ours]));
  await keepInstalled(model, contents);
});
afterEach(closeModels);

async function onAnotherDevice(): Promise<void> {
  await closeModels();
  globalThis.indexedDB = new IDBFactory();
}

async function codeOf(pack: Blob): Promise<string> {
  try {
    await unpackModels(pack, [ownFile], inspect);
    return 'none';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

describe('a pack', () => {
  it('takes everything to another device', async () => {
    const pack = await packModels([ownFile], 'all');
    await onAnotherDevice();
    const { added, known, files } = await unpackModels(pack, [ownFile], inspect);
    expect([added, known, files]).toEqual([[model], [], [ownFile]]);
    expect(inspect).toHaveBeenCalledOnce();
    expect(await installedModel('own')).toEqual(model);
    expect(new Uint8Array((await readFile(model.weights))!)).toEqual(weights);
    expect(await missingFiles([ownFile])).toEqual([]);
    expect((await unpackModels(pack, [ownFile], inspect)).known).toEqual([model]);
  });

  it('can be of some', async () => {
    const pack = await packModels([ownFile], []);
    await onAnotherDevice();
    expect((await unpackModels(pack, [ownFile], inspect)).added).toEqual([]);
  });

  it('leaves out files that nothing of this app needs', async () => {
    const pack = await packModels([ownFile], []);
    await onAnotherDevice();
    expect((await unpackModels(pack, [], inspect)).files).toEqual([]);
    expect(await missingFiles([ownFile])).toEqual([ownFile]);
  });

  it('is not made of what is not there', async () => {
    await expect(packModels([entryOf(bytesOf(9, 9))], 'all')).rejects.toHaveProperty(
      'failure.code',
      'model-missing',
    );
  });

  it('with a model that must not run brings nothing', async () => {
    const pack = await packModels([ownFile], 'all');
    await onAnotherDevice();
    inspect.mockRejectedValue(new FailureError('model-unsupported'));
    expect(await codeOf(pack)).toBe('model-unsupported');
    expect(await installedModels()).toEqual([]);
    expect(await missingFiles([ownFile])).toEqual([ownFile]);
  });
});

describe('a strange file', () => {
  const made = (list: unknown, ...rest: BlobPart[]) =>
    new Blob([packHead(list as PackList), ...rest]);
  const listed = (file: object, ...rest: BlobPart[]) =>
    made({ files: [file], models: [] }, ...rest);

  it.each([
    ['nothing', () => new Blob([]), 'pack-unknown'],
    ['a zip', () => new Blob(['PK\u0003\u0004 and more of it']), 'pack-unknown'],
    ['a later format', () => new Blob(['aprendiz-models-pack 2\n....']), 'archive-newer'],
    ['its head alone', () => new Blob([packMagic]), 'archive-damaged'],
    ['a list of 4 GB', () => new Blob([packMagic, new Uint8Array(4).fill(255)]), 'pack-unknown'],
    ['no JSON', () => new Blob([packMagic, new Uint8Array([1, 0, 0, 0]), '{']), 'archive-damaged'],
    ['null', () => made(null), 'pack-unknown'],
    ['no lists', () => made({ files: {}, models: [] }), 'pack-unknown'],
    [
      '100,000 entries',
      () => made({ files: Array.from({ length: 100_000 }, () => ({})), models: [] }),
      'pack-unknown',
    ],
    ['a path that leads out', () => listed({ ...ownFile, file: '../index.html' }), 'pack-unknown'],
    ['an absolute path', () => listed({ ...ownFile, file: '/etc/passwd' }), 'pack-unknown'],
    ['a path of Windows', () => listed({ ...ownFile, file: 'c:\\x' }), 'pack-unknown'],
    ['a negative size', () => listed({ ...ownFile, bytes: -1 }), 'pack-unknown'],
    ['a size of 4 GB', () => listed({ ...ownFile, bytes: 2 ** 32 }, ours), 'archive-damaged'],
    ['a size that is less', () => listed({ ...ownFile, bytes: 9 }, ours), 'archive-damaged'],
    ['half of it', () => listed(ownFile, ours.slice(0, 350)), 'archive-damaged'],
    ['more than it says', () => listed(ownFile, ours, 'more'), 'archive-damaged'],
    ['another content', () => listed(ownFile, bytesOf(700, 99)), 'archive-damaged'],
    ['a hash that is none', () => listed({ ...ownFile, sha256: 'x' }, ours), 'pack-unknown'],
    [
      'a file twice',
      () => made({ files: [ownFile, ownFile], models: [] }, ours, ours),
      'pack-unknown',
    ],
    ['a model without files', () => made({ files: [], models: [model] }), 'archive-damaged'],
    ['a model without a name', () => made({ files: [], models: [{}] }), 'pack-unknown'],
  ])('%s is refused, and nothing of it is kept', async (_, make, code) => {
    await onAnotherDevice();
    expect(await codeOf(make())).toBe(code);
    expect(await missingFiles([ownFile])).toEqual([ownFile]);
  });
});
