import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FailureError } from '#lib/failure/failure.ts';
import { Random } from '#lib/maths/random.ts';
import { closeModels, inModels } from './database.ts';
import { bytesOf, entryOf, FakeHost } from './fake-host.ts';
import { fetchResumable as fetchAll, type FetchOptions, type Source } from './resumable.ts';
import { partBytes } from './unfinished.ts';

const url = '/models/a/weights.bin';
const content = bytesOf(5 * partBytes + 12_345);
const entry = entryOf(content);
const known = { url, key: entry.sha256, ...entry };
let host: FakeHost;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  host = new FakeHost(content);
  vi.stubGlobal('fetch', host.fetch);
});
afterEach(async () => {
  await closeModels();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

async function fetchResumable(source: Source, options: FetchOptions = {}): Promise<ArrayBuffer> {
  const { bytes, settled } = await fetchAll(source, options);
  await settled;
  return bytes;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (error) {
    return error instanceof FailureError ? error.failure.code : String(error);
  }
}

const partCount = () =>
  inModels(['parts'], 'readonly', async (t) => (await t.keys('parts')).length);
const same = (buffer: ArrayBuffer) =>
  Buffer.compare(Buffer.from(buffer), Buffer.from(content)) === 0;

/** Answers that give nothing, until nobody asks any more. */
const gone = [0, 0, 0];

/** Where ten cuts fall, as bytes from the start of each answer. */
function randomCuts(seed: number): number[] {
  const random = new Random(seed);
  const places = Array.from({ length: 10 }, () => random.below(content.byteLength));
  places.sort((a, b) => a - b);
  return places.map((place, n) => Math.max(1, place - (places[n - 1] ?? 0)));
}

describe('a download that is cut', () => {
  it.each([1, 2, 3])('ten times at random (%i) gives every byte once', async (seed) => {
    host.cuts = randomCuts(seed);
    const loaded: number[] = [];
    const buffer = await fetchResumable(known, { onBytes: (bytes) => loaded.push(bytes) });
    expect(same(buffer)).toBe(true);
    expect(host.asked).toHaveLength(11);
    expect(host.bytesGiven).toBe(content.byteLength);
    expect(loaded).toEqual(loaded.toSorted((a, b) => a - b));
  });

  it('ten times, once in each of ten visits, gives every byte once', async () => {
    for (const cut of randomCuts(6)) {
      host.cuts = [cut, ...gone];
      expect(await codeOf(fetchResumable(known))).toBe('offline');
      await closeModels();
    }
    expect(same(await fetchResumable(known))).toBe(true);
    expect(host.bytesGiven).toBe(content.byteLength);
  });

  it('by the visitor goes on from there', async () => {
    const controller = new AbortController();
    const stop = (bytes: number) => {
      if (bytes > 3.5 * partBytes) controller.abort();
    };
    const { signal } = controller;
    await expect(fetchResumable(known, { onBytes: stop, signal })).rejects.toHaveProperty(
      'name',
      'AbortError',
    );
    const loaded: number[] = [];
    expect(same(await fetchResumable(known, { onBytes: (bytes) => loaded.push(bytes) }))).toBe(
      true,
    );
    expect(loaded[0]).toBe(partBytes);
    expect(host.bytesGiven - content.byteLength).toBeLessThanOrEqual(partBytes);
  });

  it('gives up when nothing more comes, and keeps what came', async () => {
    host.cuts = [3 * partBytes, ...gone];
    expect(await codeOf(fetchResumable(known))).toBe('offline');
    expect(await partCount()).toBe(3);
  });
});

describe('a server', () => {
  it('that ignores ranges is asked for all of it again', async () => {
    host.takesRanges = false;
    host.cuts = [2 * partBytes];
    const loaded: number[] = [];
    expect(same(await fetchResumable(known, { onBytes: (bytes) => loaded.push(bytes) }))).toBe(
      true,
    );
    expect(loaded).toContain(0);
    expect(host.asked.map(({ range }) => range)).toEqual([null, `bytes=${2 * partBytes}-`]);
  });

  it('that compresses is asked for the rest of the file itself', async () => {
    host.encoding = 'br';
    host.cuts = [2 * partBytes];
    expect(same(await fetchResumable(known))).toBe(true);
    expect(host.asked.at(-1)).toMatchObject({ range: `bytes=${2 * partBytes}-`, ifRange: null });
    expect(host.bytesGiven).toBe(content.byteLength);
  });

  it('that has another version meanwhile is not joined with the old one', async () => {
    host.cuts = [2 * partBytes, ...gone];
    const nameless = { url, key: url };
    expect(await codeOf(fetchResumable(nameless))).toBe('offline');
    host.content = bytesOf(4 * partBytes, 3);
    host.etag = '"two"';
    const buffer = await fetchResumable(nameless);
    expect(Buffer.compare(Buffer.from(buffer), Buffer.from(host.content))).toBe(0);
    expect(host.asked.at(-1)).toMatchObject({ ifRange: '"one"' });
  });

  it('without a mark cannot continue what has no hash', async () => {
    host.etag = undefined;
    host.cuts = [2 * partBytes];
    const buffer = await fetchResumable({ url, key: url });
    expect(same(buffer)).toBe(true);
    expect(host.asked.map(({ range }) => range)).toEqual([null, null]);
  });

  it('is not asked again for a whole file whose hash nobody knows, until it is dropped', async () => {
    await fetchResumable({ url, key: url });
    expect(same(await fetchResumable({ url, key: url }))).toBe(true);
    expect(host.asked).toHaveLength(1);
  });

  it('that gives more than anybody wants is stopped', async () => {
    expect(await codeOf(fetchResumable({ url, key: url }, { mostBytes: partBytes }))).toBe(
      'model-unsupported',
    );
    expect(host.bytesGiven).toBeLessThan(2 * partBytes);
  });
});

describe('what is not the file', () => {
  const answer = (...answers: (() => Response | Promise<Response>)[]) => {
    const asked = vi.fn((_url: string, _init?: RequestInit) =>
      Promise.resolve((answers.length > 1 ? answers.shift() : answers[0])!()),
    );
    vi.stubGlobal('fetch', asked);
    return asked;
  };
  const altered = () => {
    const copy = content.slice();
    copy[99]! ^= 1;
    return new Response(copy);
  };
  const half = () => new Response(content.slice(0, content.byteLength / 2));

  it.each([
    ['altered', altered],
    ['half of it', half],
    ['longer', () => new Response(new Blob([content, 'more']))],
  ])('%s, is asked for once more past the HTTP cache', async (_, wrong) => {
    const asked = answer(wrong, () => new Response(content));
    expect(same(await fetchResumable(known))).toBe(true);
    expect(asked.mock.calls.map(([, init]) => init?.cache)).toEqual(['default', 'reload']);
  });

  it.each([
    ['altered', altered],
    ['half of it', half],
  ])('%s twice, is corrupt, and nothing of it stays', async (_, wrong) => {
    answer(wrong);
    expect(await codeOf(fetchResumable(known))).toBe('model-corrupt');
    expect(await partCount()).toBe(0);
  });

  it('has a name: missing, a sign-in page, no network', async () => {
    const html = { headers: { 'content-type': 'text/html; charset=utf-8' } };
    answer(() => new Response('', { status: 404, ...html }));
    expect(await codeOf(fetchResumable(known))).toBe('model-missing');
    answer(() => new Response('<html>Welcome to the hotel', html));
    expect(await codeOf(fetchResumable(known))).toBe('captive-portal');
    answer(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await codeOf(fetchResumable(known))).toBe('offline');
  });

  it('of another host, says so where there is a network', async () => {
    vi.stubGlobal('location', { href: 'https://app.test/see', origin: 'https://app.test' });
    vi.stubGlobal('navigator', { onLine: true });
    answer(() => Promise.reject(new TypeError('Failed to fetch')));
    const source = { url: 'https://other.test/model.json', key: 'other' };
    expect(await codeOf(fetchResumable(source))).toBe('host-unreachable');
    vi.stubGlobal('navigator', { onLine: false });
    expect(await codeOf(fetchResumable(source))).toBe('offline');
  });
});

describe('without a disk', () => {
  it('the file arrives all the same', async () => {
    vi.stubGlobal('indexedDB', undefined);
    host.cuts = [3 * partBytes];
    expect(same(await fetchResumable(known))).toBe(true);
    expect(host.bytesGiven).toBe(content.byteLength);
  });
});
