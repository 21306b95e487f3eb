import { expect, test } from 'vitest';
import { fileHashesUrl } from '../messages.ts';
import { findFiles, findReadiness, repair, type Precache } from './readiness.ts';

const precache: Precache = {
  entries: [
    { url: 'index.html', revision: 'r1' },
    { url: 'models/a.bin', revision: null },
  ],
  bytes: 100,
  keyOf: (url) => `https://host/${url}`,
  cacheName: 'precache',
};

const hashes = { url: fileHashesUrl, revision: 'abc' };

function holding(...urls: string[]): CacheStorage {
  const kept = new Set(urls);
  const cache = {
    keys: () => Promise.resolve([...kept].map((url) => ({ url }))),
    put: (url: string) => Promise.resolve(void kept.add(url)),
  };
  return { open: () => Promise.resolve(cache) } as unknown as CacheStorage;
}

test('ready when every file is there', async () => {
  const all = holding('https://host/index.html', 'https://host/models/a.bin', 'https://host/old');
  expect(await findReadiness(precache, all)).toMatchObject({ count: 2, bytes: 100, missing: [] });
});

test('lists what is not', async () => {
  const some = holding('https://host/index.html');
  expect((await findReadiness(precache, some)).missing).toEqual(['models/a.bin']);
});

test('repair fetches what is missing, and only that', async () => {
  const asked: unknown[] = [];
  const get = (url: unknown) => {
    asked.push(url);
    return Promise.resolve(new Response('weights'));
  };
  const some = holding('https://host/index.html');
  expect((await repair(precache, [], some, get)).missing).toEqual([]);
  expect(asked).toEqual(['models/a.bin']);
});

test('repair fetches again what is named as broken', async () => {
  const asked: unknown[] = [];
  const get = (url: unknown) => {
    asked.push(url);
    return Promise.resolve(new Response('whole'));
  };
  const all = holding('https://host/index.html', 'https://host/models/a.bin');
  await repair(precache, ['index.html'], all, get);
  expect(asked).toEqual(['index.html']);
});

test('names the version and where each file lies', () => {
  const listed = { ...precache, entries: [...precache.entries, hashes] };
  const { version, files } = findFiles(listed);
  expect(version).toBe('abc');
  expect(files[0]).toEqual({ url: 'index.html', key: 'https://host/index.html' });
});

test('what cannot be fetched stays missing', async () => {
  const failing = [
    () => Promise.reject(new TypeError('no network')),
    () => Promise.resolve(new Response('', { status: 404 })),
  ];
  for (const get of failing) {
    const some = holding('https://host/index.html');
    expect((await repair(precache, [], some, get)).missing).toEqual(['models/a.bin']);
  }
});
