import 'fake-indexeddb/auto';
import { zipSync } from 'fflate';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeModels } from '#lib/cache/database.ts';
import { keepFile, readFile } from '#lib/cache/files.ts';
import { filesOf, installedModels } from '#lib/cache/installed.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { colours, tinyLayers } from '../../../../tests/support/tiny-layers.ts';
import type { Catalogue, CatalogueEntry } from '../entry.ts';
import type { Transfer } from '../protocol.ts';
import { bring } from './bring.ts';
import { install } from './install.ts';
import { pack } from './pack.ts';
import { unpack } from './unpack.ts';

const baseUrl = 'https://app.example/models/';
const words = { en: 'Net', 'pt-BR': 'Rede' };
const network = new TextEncoder().encode('numbers of a network of the app');
const options = { signal: new AbortController().signal, tell: () => {} };

/** What the network gives, by address. */
let host: Map<string, Uint8Array<ArrayBuffer>>;
let asked: string[];

async function entryOf(id: string, rest: Partial<CatalogueEntry>): Promise<CatalogueEntry> {
  return {
    id,
    origin: 'fetchable',
    name: words,
    summary: words,
    tasks: ['classify-images'],
    doors: ['see'],
    input: { pixels: 32 },
    labels: 3,
    licence: 'MIT',
    makers: 'Somebody',
    bytes: 1000,
    files: [],
    ...rest,
  };
}

async function serveCatalogue(entries: readonly CatalogueEntry[]): Promise<void> {
  const catalogue: Catalogue = { format: 'aprendiz-catalogue-1', hosts: [], entries };
  host.set(`${baseUrl}catalogue.json`, new TextEncoder().encode(JSON.stringify(catalogue)));
}

const builtIn = async () =>
  entryOf('net', {
    origin: 'built-in',
    files: [
      { file: 'net/weights.bin', bytes: network.length, sha256: await sha256(network.buffer) },
    ],
  });

const filesIn = (contents: Record<string, Uint8Array<ArrayBuffer>>): File[] =>
  Object.entries(contents).map(([name, bytes]) => new File([bytes], name));

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

async function anotherDevice(): Promise<void> {
  await closeModels();
  globalThis.indexedDB = new IDBFactory();
}

beforeEach(async () => {
  await anotherDevice();
  host = new Map();
  asked = [];
  vi.stubGlobal('fetch', async (url: unknown, init: RequestInit = {}) => {
    init.signal?.throwIfAborted();
    asked.push(String(url));
    const bytes = host.get(String(url));
    return new Response(bytes ?? null, { status: bytes ? 200 : 404, headers: { etag: '"1"' } });
  });
  await serveCatalogue([await builtIn()]);
});
afterEach(async () => {
  await closeModels();
  vi.unstubAllGlobals();
});

const bringTiny = (contents = tinyLayers()) =>
  bring({ from: { files: filesIn(contents) }, hosts: [] }, options);

describe('a model that is brought', () => {
  it.each([
    ['by its files', filesIn(tinyLayers())],
    [
      'in a zip, in a folder',
      [
        new File(
          [zipSync({ 'my model/': new Uint8Array(), ...inFolder('my model/') }) as BlobPart],
          'a.zip',
        ),
      ],
    ],
  ])('%s is kept with its labels, under the hash of its weights', async (_, files) => {
    const { installed } = await bring({ from: { files }, hosts: [] }, options);
    expect(installed.id).toBe(`own-${installed.weights.sha256.slice(0, 12)}`);
    expect(installed.entry).toMatchObject({
      origin: 'own',
      name: { en: 'Colours' },
      labels: 3,
      input: { pixels: 32 },
      doors: ['see', 'teach'],
      trunk: { pixels: 32, channels: 3 },
    });
    expect(await installedModels()).toEqual([installed]);
    const labels = await readFile(installed.labels!);
    expect(JSON.parse(new TextDecoder().decode(labels))).toEqual(colours);
    for (const file of filesOf(installed)) {
      expect(await sha256((await readFile(file))!)).toBe(file.sha256);
    }
  });

  it('twice is one', async () => {
    await bringTiny();
    await bringTiny();
    expect(await installedModels()).toHaveLength(1);
  });

  it.each([
    ['other names than answers', tinyLayers({ labels: ['a', 'b'] }), 'model-corrupt'],
    ['no weights', without(tinyLayers(), 'weights.bin'), 'model-incomplete'],
    ['no model.json', without(tinyLayers(), 'model.json'), 'archive-unknown'],
    [
      'a page instead of the model',
      { ...tinyLayers(), 'model.json': new TextEncoder().encode('<!doctype html>') },
      'model-corrupt',
    ],
    [
      'half the weights',
      { ...tinyLayers(), 'weights.bin': tinyLayers()['weights.bin']!.slice(0, 100) },
      'model-corrupt',
    ],
  ])('is refused with %s, and nothing is kept', async (_, contents, code) => {
    expect(await codeOf(bringTiny(contents))).toBe(code);
    expect(await installedModels()).toEqual([]);
  });

  it('comes from the hosts of the catalogue only, and from beside its model.json only', async () => {
    const url = 'https://storage.example/shared/abc/model.json';
    for (const [name, bytes] of Object.entries(tinyLayers())) {
      host.set(new URL(name, url).href, bytes);
    }
    const at = (hosts: string[]) => bring({ from: { url }, hosts }, options);
    expect(await codeOf(at([]))).toBe('host-not-allowed');
    expect(asked).toEqual([]);
    const { installed } = await at(['https://storage.example']);
    expect(installed.entry).toMatchObject({ name: { en: 'Colours' }, labels: 3 });
    expect(new Set(asked.map((each) => new URL(each, url).origin))).toEqual(
      new Set(['https://storage.example']),
    );
  });
});

describe('a model of the catalogue', () => {
  const url = 'https://storage.example/net/model.json';
  const remote = { url, format: 'layers', scale: 2 / 255, offset: -1 } as const;

  it('is fetched, converted and kept under its own id; a second time nothing is fetched', async () => {
    for (const [name, bytes] of Object.entries(tinyLayers())) {
      host.set(new URL(name, url).href, bytes);
    }
    const entry = await entryOf('far', { remote });
    const told: Transfer[] = [];
    const { installed } = await install(
      { entry, baseUrl },
      { ...options, tell: (transfer) => told.push(transfer) },
    );
    expect(installed).toMatchObject({ id: 'far', entry });
    expect(told.map(({ stage }) => stage)).toContain('convert');
    expect(told.findLast(({ stage }) => stage === 'download')?.loaded).toBeGreaterThan(0);
    const before = asked.length;
    expect(await install({ entry, baseUrl }, options)).toEqual({ installed });
    expect(asked).toHaveLength(before);
  });

  it('that is served beside the app is taken from there, its hashes compared', async () => {
    const contents = tinyLayers();
    const files = await Promise.all(
      ['model.json', 'weights.bin'].map(async (name) => ({
        file: `vendor/far/${name}`,
        bytes: contents[name]!.length,
        sha256: await sha256(contents[name]!.buffer),
      })),
    );
    for (const { file } of files) {
      host.set(`${baseUrl}${file}`, contents[file.split('/').at(-1) ?? '']!);
    }
    const entry = await entryOf('far', { remote, files });
    await install({ entry, baseUrl }, options);
    expect(asked.every((each) => each.startsWith(baseUrl))).toBe(true);
    await anotherDevice();
    host.set(`${baseUrl}vendor/far/weights.bin`, contents['weights.bin']!.slice().fill(1));
    expect(await codeOf(install({ entry, baseUrl }, options))).toBe('model-corrupt');
  });

  it('of the app is brought file by file', async () => {
    host.set(`${baseUrl}net/weights.bin`, network);
    await install({ entry: await builtIn(), baseUrl }, options);
    expect(await readFile((await builtIn()).files[0]!)).toBeDefined();
  });
});

describe('a pack', () => {
  async function packed(): Promise<Blob> {
    await bringTiny();
    const [file] = (await builtIn()).files;
    await keepFile(file!.sha256, new Blob([network]));
    return (await pack({ ids: 'all', baseUrl }, options)).file;
  }
  const open = (file: Blob) => unpack({ file, baseUrl }, options);

  it('fills another device, and says so; a second time all is known', async () => {
    const file = await packed();
    const [model] = await installedModels();
    await anotherDevice();
    expect(await open(file)).toEqual({ added: ['net', model!.id], known: [] });
    const [copy] = await installedModels();
    expect(copy).toMatchObject({ id: model!.id, weights: model!.weights, graph: model!.graph });
    expect(await readFile((await builtIn()).files[0]!)).toBeDefined();
    expect(await open(file)).toEqual({ added: [], known: [model!.id, 'net'] });
  });

  it('with a changed byte adds nothing of what was changed', async () => {
    const bytes = new Uint8Array(await (await packed()).arrayBuffer());
    const at = bytes.length >> 1;
    bytes[at] = bytes[at]! ^ 255;
    await anotherDevice();
    expect(await codeOf(open(new Blob([bytes])))).toMatch(/^(archive-damaged|model-corrupt)$/);
  });

  it('of another version of the app gives what still fits', async () => {
    const file = await packed();
    await anotherDevice();
    await serveCatalogue([]);
    expect((await open(file)).added).toHaveLength(1);
  });

  it.each([
    ['no pack', { 'a.txt': new Uint8Array(3) }, 'archive-unknown'],
    ['a newer one', { 'aprendiz-models.json': json({ version: 2 }) }, 'archive-newer'],
    ['another one', { 'aprendiz-models.json': json({ version: 1 }) }, 'archive-damaged'],
  ])('is refused when it is %s', async (_, files, code) => {
    expect(await codeOf(open(new Blob([zipSync(files) as BlobPart])))).toBe(code);
  });
});

function json(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function inFolder(folder: string): Record<string, Uint8Array> {
  return Object.fromEntries(
    Object.entries(tinyLayers()).map(([name, bytes]) => [`${folder}${name}`, bytes]),
  );
}

function without<T>(record: Record<string, T>, key: string): Record<string, T> {
  return Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
}
