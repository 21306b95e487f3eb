import { expect, test } from 'vitest';
import { keepFormerModels } from './former-models.ts';

test('models of an older version are put aside, and nothing else', async () => {
  const caches = new Map<string, Map<string, Response>>([
    [
      'precache',
      new Map(
        ['/models/index.json', '/models/a/w-12345678.bin', '/index.html'].map((path) => [
          `https://host${path}`,
          new Response(path),
        ]),
      ),
    ],
  ]);
  const open = (name: string) => {
    const held = caches.get(name) ?? new Map<string, Response>();
    caches.set(name, held);
    return Promise.resolve({
      keys: () => Promise.resolve([...held.keys()].map((url) => ({ url }))),
      match: ({ url }: { url: string }) => Promise.resolve(held.get(url)),
      put: ({ url }: { url: string }, response: Response) =>
        Promise.resolve(void held.set(url, response)),
    });
  };
  await keepFormerModels('precache', { open } as unknown as CacheStorage);
  expect([...(caches.get('aprendiz-former-models')?.keys() ?? [])]).toEqual([
    'https://host/models/a/w-12345678.bin',
  ]);
});
