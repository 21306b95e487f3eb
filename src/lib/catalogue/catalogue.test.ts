import { describe, expect, it, vi } from 'vitest';
import type { InstalledModel } from '#lib/cache/installed-model.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { CallModels } from './call-models.ts';
import { Models, type ModelsEnvironment } from './catalogue.svelte.ts';
import type { Catalogue, CatalogueEntry } from './entry.ts';
import type { Transfer } from './protocol.ts';
import { nothingKept, type Kept } from './rows.ts';

const words = { en: 'Some', 'pt-BR': 'Algum' };
const file = (sha256: string) => ({ file: `${sha256}.bin`, bytes: 10, sha256 });
const entry = (id: string, bytes = 100): CatalogueEntry => ({
  id,
  origin: 'fetchable',
  name: words,
  summary: words,
  tasks: ['classify-images'],
  doors: ['see'],
  input: { pixels: 224 },
  labels: 2,
  licence: 'MIT',
  makers: 'Somebody',
  bytes,
  files: [],
});
const installed = (id: string): InstalledModel => ({
  id,
  graph: file(`${id}-graph`),
  weights: file(`${id}-weights`),
  entry: entry(id),
  installedAt: 1,
  usedAt: 1,
});
const keptOf = (...ids: string[]): Kept => ({
  files: new Set(ids.flatMap((id) => [`${id}-graph`, `${id}-weights`])),
  models: ids.map(installed),
});

interface Call {
  readonly name: string;
  readonly id: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly progress: (transfer: Transfer) => void;
  readonly end: (ending: Ending<unknown>) => Promise<void>;
}

/** A worker that does nothing until it is told how each call ends. */
function harness(kept: Kept = nothingKept, env: Partial<ModelsEnvironment> = {}) {
  const calls: Call[] = [];
  const disk = { kept, wanted: [] as readonly string[] };
  const call = ((name: string, payload: { entry?: CatalogueEntry; id?: string }, options) =>
    new Promise((resolve) => {
      calls.push({
        name,
        id: payload.entry?.id ?? payload.id,
        signal: options?.signal,
        progress: (transfer) => options?.onProgress?.(transfer as never),
        end: async (ending) => {
          resolve(ending as never);
          await vi.waitFor(() => Promise.resolve());
        },
      });
    })) as CallModels;
  const catalogue: Catalogue = {
    format: 'aprendiz-catalogue-1',
    hosts: ['https://a.example'],
    entries: [entry('a'), entry('b'), entry('c'), entry('huge', 1e9)],
  };
  const models = new Models({
    call,
    baseUrl: () => '/models/',
    loadCatalogue: () => Promise.resolve(catalogue),
    readKept: () => Promise.resolve(disk.kept),
    onChange: () => () => {},
    readUse: () => Promise.resolve({ used: 0, available: 1000, persisted: false }),
    askToKeep: () => Promise.resolve(true),
    wanted: { read: () => disk.wanted, write: (ids) => (disk.wanted = ids) },
    ...env,
  });
  const stateOf = (id: string) => models.rows?.find((row) => row.entry.id === id)?.state;
  return { models, calls, disk, stateOf };
}

const done: Ending<unknown> = { kind: 'result', value: { installed: undefined } };

describe('downloads', () => {
  it('run two at a time; the others wait, and begin when there is room', async () => {
    const { models, calls, stateOf } = harness();
    await models.refresh();
    for (const id of ['a', 'b', 'c']) models.fetch(entry(id));
    expect(calls.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(['a', 'b', 'c'].map(stateOf)).toEqual(['downloading', 'downloading', 'downloading']);
    await calls[0]!.end(done);
    await vi.waitFor(() => expect(calls.map(({ id }) => id)).toEqual(['a', 'b', 'c']));
  });

  it('tell their progress, are here when they have come, and ask the browser to keep them', async () => {
    const askToKeep = vi.fn(() => Promise.resolve(true));
    const { models, calls, disk, stateOf } = harness(nothingKept, { askToKeep });
    await models.refresh();
    models.fetch(entry('a'));
    calls[0]!.progress({ stage: 'download', loaded: 30, total: 100 });
    expect(models.rows?.[0]?.arriving?.transfer?.loaded).toBe(30);
    disk.kept = keptOf('a');
    await calls[0]!.end(done);
    await vi.waitFor(() => expect(stateOf('a')).toBe('installed'));
    expect(askToKeep).toHaveBeenCalledOnce();
  });

  it('that fail say why on their row, and can be tried again', async () => {
    const { models, calls, stateOf } = harness();
    await models.refresh();
    models.fetch(entry('a'));
    await calls[0]!.end({ kind: 'failure', failure: { code: 'captive-portal' } });
    await vi.waitFor(() => expect(stateOf('a')).toBe('available'));
    expect(models.downloads.failures.get('a')?.code).toBe('captive-portal');
    models.fetch(entry('a'));
    expect(models.downloads.failures.has('a')).toBe(false);
    expect(calls).toHaveLength(2);
  });

  it('are cancelled without a failure; one that waits never begins', async () => {
    const { models, calls, disk, stateOf } = harness();
    await models.refresh();
    for (const id of ['a', 'b', 'c']) models.fetch(entry(id));
    models.downloads.cancel('c');
    expect(stateOf('c')).toBe('available');
    models.downloads.cancel('a');
    expect(calls[0]!.signal?.aborted).toBe(true);
    await calls[0]!.end({ kind: 'cancelled' });
    await vi.waitFor(() => expect(stateOf('a')).toBe('available'));
    expect(models.downloads.failures.size).toBe(0);
    expect(disk.wanted).toEqual(['b']);
    expect(calls).toHaveLength(2);
  });

  it('that an earlier visit had begun go on', async () => {
    const { models, calls, disk } = harness();
    disk.wanted = ['b', 'gone'];
    const close = models.follow();
    await vi.waitFor(() => expect(calls.map(({ id }) => id)).toEqual(['b']));
    close();
  });

  it('for which there is no room do not begin', async () => {
    const { models, calls } = harness();
    await models.refresh();
    models.fetch(entry('huge', 1e9));
    expect(calls).toEqual([]);
    expect(models.downloads.failures.get('huge')?.code).toBe('storage-full');
  });
});

describe('removing', () => {
  async function removed() {
    vi.useFakeTimers();
    const all = harness(keptOf('a', 'b'));
    await all.models.refresh();
    const row = all.models.rows!.find(({ entry }) => entry.id === 'a')!;
    await all.models.remove(row);
    return { ...all, row };
  }

  it('takes it off the page at once and off the device later', async () => {
    const { models, calls, disk, stateOf } = await removed();
    expect(stateOf('a')).toBe('available');
    expect(calls).toEqual([]);
    await vi.advanceTimersByTimeAsync(20_000);
    expect(calls).toMatchObject([{ name: 'remove', id: 'a' }]);
    disk.kept = keptOf('b');
    await calls[0]!.end({ kind: 'result', value: { freedBytes: 20 } });
    vi.useRealTimers();
    await vi.waitFor(() => expect(models.leaving).toBeUndefined());
    expect(stateOf('a')).toBe('available');
  });

  it('can be taken back, and then nothing is touched', async () => {
    const { models, calls, stateOf } = await removed();
    models.restore();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();
    expect(stateOf('a')).toBe('installed');
    expect(calls).toEqual([]);
  });

  it('of another one ends the chance for the first', async () => {
    const { models, calls } = await removed();
    vi.useRealTimers();
    const other = models.rows!.find(({ entry }) => entry.id === 'b')!;
    const next = models.remove(other);
    await calls[0]!.end({ kind: 'result', value: { freedBytes: 20 } });
    await next;
    expect(calls).toMatchObject([{ name: 'remove', id: 'a' }]);
    expect(models.leaving?.entry.id).toBe('b');
    models.restore();
  });
});

it('storage that is closed is told, and the catalogue is shown all the same', async () => {
  const { FailureError } = await import('#lib/failure/failure.ts');
  const { models } = harness(nothingKept, {
    readKept: () => Promise.reject(new FailureError('storage-unavailable')),
  });
  await models.refresh();
  expect(models.failure?.code).toBe('storage-unavailable');
  expect(models.rows).toHaveLength(4);
});
