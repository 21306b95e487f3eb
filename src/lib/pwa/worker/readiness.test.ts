import { expect, test } from 'vitest';
import { findReadiness } from './readiness.ts';

const entries = [
  { url: 'index.html', revision: 'r1', bytes: 10 },
  { url: 'models/a.bin', revision: null, bytes: 90 },
];
const keyOf = (url: string) => `https://host/${url}`;

function holding(...urls: string[]): CacheStorage {
  const cache = { keys: () => Promise.resolve(urls.map((url) => ({ url }))) };
  return { open: () => Promise.resolve(cache) } as unknown as CacheStorage;
}

test('ready when every file is there', async () => {
  const all = holding('https://host/index.html', 'https://host/models/a.bin', 'https://host/old');
  expect(await findReadiness(entries, keyOf, 'precache', all)).toEqual({
    count: 2,
    bytes: 100,
    missing: [],
  });
});

test('lists what is not', async () => {
  const some = holding('https://host/index.html');
  expect((await findReadiness(entries, keyOf, 'precache', some)).missing).toEqual(['models/a.bin']);
});
