import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { closeModels, inModels } from './database.ts';
import { evict, removeInstalled } from './evict.ts';
import { bytesOf, entryOf, FakeHost, FakeLocks } from './fake-host.ts';
import { bringFile, fetchFile, keepFile, openFile, readFile } from './files.ts';
import { fillFiles, missingFiles } from './fill.ts';
import type { InstalledModel } from './installed-model.ts';
import { installedModel, keepInstalled } from './installed.ts';
import { ensureRoom } from './room.ts';
import { partBytes } from './unfinished.ts';
import { verifyFiles } from './verify.ts';

const url = '/models/a/weights.bin';
const content = bytesOf(2 * partBytes + 77);
const entry = entryOf(content);
let host: FakeHost;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  host = new FakeHost(content);
  vi.stubGlobal('fetch', host.fetch);
  vi.stubGlobal('navigator', { locks: new FakeLocks(), onLine: true });
});
afterEach(async () => {
  await closeModels();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

const bring = async (file = entry) => {
  const { kept } = await bringFile(`/models/${file.file}`, file, {});
  await kept;
};
const rows = (store: 'files' | 'parts' | 'unfinished') =>
  inModels([store], 'readonly', async (t) => (await t.keys(store)).length);
/** A disk that takes no more into one store, for so many writes. */
function fullDisk(store: string, times = Infinity): void {
  const put = IDBObjectStore.prototype.put;
  let left = times;
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    row,
  ) {
    if (this.name === store && left-- > 0) throw new DOMException('99 %', 'QuotaExceededError');
    return put.call(this, row);
  });
}

describe('a file', () => {
  it('comes over the network once, then from the disk', async () => {
    expect(await readFile(entry)).toBeUndefined();
    await bring();
    expect([await rows('files'), await rows('parts'), await rows('unfinished')]).toEqual([1, 0, 0]);
    const loaded: number[] = [];
    const bytes = await openFile(url, entry, (bytes) => loaded.push(bytes));
    expect(Buffer.compare(Buffer.from(bytes), Buffer.from(content))).toBe(0);
    expect(loaded).toEqual([entry.bytes]);
    expect(host.asked).toHaveLength(1);
  });

  it('that stands in for another is not kept', async () => {
    const bytes = await fetchFile(url, entry, () => {});
    expect(Buffer.compare(Buffer.from(bytes), Buffer.from(content))).toBe(0);
    await vi.waitFor(async () =>
      expect([await rows('files'), await rows('parts'), await rows('unfinished')]).toEqual([
        0, 0, 0,
      ]),
    );
  });

  it('that two tabs want is fetched by one; the other waits and reads', async () => {
    const [one, two] = await Promise.all([openFile(url, entry), openFile(url, entry)]);
    expect(Buffer.compare(Buffer.from(one), Buffer.from(two))).toBe(0);
    expect(host.bytesGiven).toBe(entry.bytes);
  });

  it('that is waited for can be given up', async () => {
    const controller = new AbortController();
    const first = openFile(url, entry);
    const second = openFile(url, entry, undefined, controller.signal);
    controller.abort();
    await expect(second).rejects.toHaveProperty('name', 'AbortError');
    await first;
  });

  it('that an older version of the app had kept needs no network', async () => {
    vi.stubGlobal('caches', { match: () => Promise.resolve(new Response(content)) });
    await bring();
    expect(host.asked).toHaveLength(0);
    expect(await rows('files')).toBe(1);
  });

  it('of another content in the older version’s cache is fetched', async () => {
    vi.stubGlobal('caches', { match: () => Promise.resolve(new Response('old')) });
    await bring();
    expect(host.asked).toHaveLength(1);
  });

  it('of an installed model that the disk has lost is missing, not fetched', async () => {
    expect(await codeOf(openFile(undefined, entry))).toBe('model-missing');
  });

  it('is opened all the same where nothing can be kept', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect((await openFile(url, entry)).byteLength).toBe(entry.bytes);
    expect(await codeOf(bring())).toBe('storage-unavailable');
  });
});

describe('a full disk', () => {
  it('is told, keeps the old files and nothing of the new one', async () => {
    const old = bytesOf(1000, 5);
    await keepFile(entryOf(old).sha256, new Blob([old]));
    fullDisk('files');
    expect(await codeOf(bring())).toBe('storage-full');
    expect(await readFile(entryOf(old))).toBeDefined();
    expect([await rows('files'), await rows('parts'), await rows('unfinished')]).toEqual([1, 0, 0]);
  });

  it('that has no room for parts may have some for the file', async () => {
    fullDisk('parts', 1);
    await bring();
    expect([await rows('files'), await rows('parts')]).toEqual([1, 0]);
  });

  it('is no failure of what needs the file now', async () => {
    fullDisk('files');
    expect((await openFile(url, entry)).byteLength).toBe(entry.bytes);
  });

  it('is known beforehand where the browser says so', async () => {
    const room = { estimate: () => Promise.resolve({ quota: 100, usage: 99 }) };
    expect(await codeOf(ensureRoom(2, room))).toBe('storage-full');
    await ensureRoom(1, room);
    await ensureRoom(1e12, {});
    await ensureRoom(1e12, { estimate: () => Promise.reject(new TypeError('not here')) });
  });
});

describe('many files', () => {
  const files = [1, 2, 3, 4, 5].map((n) => ({ content: bytesOf(300_000, n), n }));
  const entries = files.map(({ content, n }) => entryOf(content, `m${n}/weights.bin`));
  let open = 0;
  let most = 0;

  beforeEach(() => {
    [open, most] = [0, 0];
    vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
      most = Math.max(most, ++open);
      await new Promise((done) => setTimeout(done, 5));
      open--;
      const { content } = files[Number(/m(\d)/.exec(url)?.[1]) - 1]!;
      return new FakeHost(content).fetch(url, init);
    });
  });

  it('come three at a time, what is there is not asked for, and bytes are counted together', async () => {
    await keepFile(entries[2]!.sha256, new Blob([files[2]!.content]));
    const told: number[] = [];
    const filled = await fillFiles(entries, '/models/', { onBytes: (loaded) => told.push(loaded) });
    expect(filled).toEqual({ count: 5, bytes: 1_500_000, missing: [] });
    expect(most).toBe(3);
    expect([told[0], told.at(-1)]).toEqual([300_000, 1_500_000]);
    expect(await missingFiles(entries)).toEqual([]);
  });

  it('stay where the rest fails, and the rest goes on the next time', async () => {
    const { fetch } = globalThis;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
      url.includes('m5') ? Promise.reject(new TypeError('gone')) : fetch(url, init),
    );
    expect(await codeOf(fillFiles(entries, '/models/'))).toBe('offline');
    expect(await missingFiles(entries)).toEqual([entries[4]]);
    vi.stubGlobal('fetch', fetch);
    expect((await fillFiles(entries, '/models/')).missing).toEqual([]);
  });
});

describe('what is kept', () => {
  const weights = bytesOf(500, 7);
  const graph = bytesOf(90, 8);
  const model: InstalledModel = {
    id: 'own',
    graph: entryOf(graph, 'graph.json'),
    weights: entryOf(weights, 'weights.bin'),
    entry: {},
    installedAt: 2,
    usedAt: 1,
  };
  const contents = new Map([
    [model.graph.sha256, new Blob([graph])],
    [model.weights.sha256, new Blob([weights])],
  ]);

  it('is installed whole or not at all', async () => {
    const half = new Map([...contents].slice(0, 1));
    expect(await codeOf(keepInstalled(model, half))).toBe('model-missing');
    expect(await rows('files')).toBe(0);
    expect(await installedModel('own')).toBeUndefined();
    await keepInstalled(model, contents);
    expect(await installedModel('own')).toEqual(model);
  });

  it('is found by its version as well', async () => {
    await keepInstalled(model, contents);
    expect(await installedModel(`own@${model.weights.sha256.slice(0, 8)}`)).toEqual(model);
    expect(await installedModel('own@00000000')).toBeUndefined();
  });

  it('is let go when nothing needs it: no index, no model, nobody who has it open', async () => {
    await keepInstalled(model, contents);
    const [needed, used, forgotten] = [11, 12, 13].map((seed) => bytesOf(1000, seed));
    for (const one of [needed!, used!, forgotten!]) {
      await keepFile(entryOf(one).sha256, new Blob([one]));
    }
    await openFile(undefined, entryOf(used!));
    expect(await evict(new Set([entryOf(needed!).sha256]))).toBe(1000);
    expect(
      await missingFiles([model.graph, model.weights, entryOf(needed!), entryOf(used!)]),
    ).toEqual([]);
    expect(await missingFiles([entryOf(forgotten!)])).toHaveLength(1);
  });

  it('goes with its model, but for what another one needs', async () => {
    await keepInstalled(model, contents);
    await keepInstalled({ ...model, id: 'twin', graph: model.weights }, contents);
    expect(await removeInstalled('own', new Set())).toBe(90);
    expect(await missingFiles([model.weights])).toEqual([]);
    expect(await removeInstalled('twin', new Set())).toBe(500);
  });

  it('is hashed again when asked; what is broken is let go', async () => {
    await keepInstalled(model, contents);
    await keepFile(model.weights.sha256, new Blob([bytesOf(500, 9)]));
    const lost = entryOf(bytesOf(5));
    expect(await verifyFiles([model.graph, model.weights, lost])).toEqual({
      missing: [lost],
      broken: [model.weights],
    });
    expect(await missingFiles([model.weights])).toHaveLength(1);
  });
});
