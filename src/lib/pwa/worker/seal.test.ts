import { describe, expect, test } from 'vitest';
import type { Precache } from './readiness.ts';
import { Seal, type AskedFor } from './seal.ts';

const precache: Precache = {
  entries: [],
  bytes: 0,
  keyOf: (url) => (/(index\.html|\/a\.js)$/.test(url) ? `${url}?revision` : undefined),
  cacheName: 'precache',
};
const storage = {
  open: () =>
    Promise.resolve({
      match: (key: string) =>
        Promise.resolve(key.endsWith('?revision') ? new Response('kept') : undefined),
    }),
} as unknown as CacheStorage;

function sealed(limitMs = 1_000) {
  let now = 0;
  const seal = new Seal(precache, () => now, storage);
  seal.close('page', limitMs);
  return { seal, pass: (ms: number) => (now += ms) };
}
const asks = (
  clientId: string,
  { destination = '', mode = 'cors', worker = '' } = {},
): AskedFor => ({
  clientId,
  resultingClientId: worker,
  request: { destination, mode, url: 'https://host/a.js', method: 'GET' } as unknown as Request,
});

describe('holds', () => {
  test('the page and the workers it makes, and theirs; nobody else, and no page that is opened', () => {
    const { seal } = sealed();
    expect(seal.holds(asks('other'))).toBe(false);
    expect(seal.holds(asks('page'))).toBe(true);
    expect(seal.holds(asks('page', { mode: 'navigate' }))).toBe(false);
    expect(seal.holds(asks('worker'))).toBe(false);
    seal.holds(asks('page', { destination: 'worker', worker: 'worker' }));
    expect(seal.holds(asks('worker'))).toBe(true);
    seal.holds(asks('worker', { destination: 'worker', worker: 'inner' }));
    expect(seal.holds(asks('inner'))).toBe(true);
    expect(seal.holds(asks('other'))).toBe(false);
  });

  test('everyone where the browser does not tell whose a worker is', () => {
    const { seal } = sealed();
    seal.holds(asks('page', { destination: 'worker' }));
    expect(seal.holds(asks('unknown'))).toBe(true);
  });

  test('nobody once it is opened, or when its time is over', () => {
    const { seal, pass } = sealed(1_000);
    pass(1_000);
    expect(seal.holds(asks('page'))).toBe(false);
    expect(seal.open()).toEqual({ kind: 'lost' });
    seal.close('page', 1_000);
    expect(seal.open()).toEqual({ kind: 'released', refused: [] });
    expect(seal.holds(asks('page'))).toBe(false);
    expect(seal.open()).toEqual({ kind: 'lost' });
  });
});

describe('answer', () => {
  test('what is kept, whatever the query says', async () => {
    const { seal } = sealed();
    for (const url of ['https://host/a.js?x=1', 'https://host/', 'https://host/index.html#top']) {
      expect(await (await seal.answer({ url, method: 'GET' })).text()).toBe('kept');
    }
  });

  test('a network error for the rest, which is told afterwards', async () => {
    const { seal } = sealed();
    expect((await seal.answer({ url: 'https://host/b.js', method: 'GET' })).type).toBe('error');
    expect((await seal.answer({ url: 'https://host/a.js', method: 'POST' })).type).toBe('error');
    expect(seal.open()).toEqual({
      kind: 'released',
      refused: ['https://host/b.js', 'https://host/a.js'],
    });
  });
});
