import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { fileHashesUrl } from '#lib/pwa/messages.ts';
import { checkFiles, type Flaw } from './check-files.ts';

const hash = (text: string) => createHash('sha256').update(text).digest('hex');
const bytes = (text: string) => new TextEncoder().encode(text).buffer as ArrayBuffer;
const entry = (file: string, text: string) => ({ file, bytes: text.length, sha256: hash(text) });

const index = JSON.stringify({
  format: 'aprendiz-models-1',
  models: [{ id: 'eye', graph: entry('eye/g.json', 'graph'), weights: entry('eye/w.bin', 'eye') }],
  texts: [{ id: 'ear', model: entry('ear/m.json', 'model'), weights: entry('ear/w.bin', 'ear') }],
});
const built: Record<string, string> = {
  'index.html': '<p>',
  'models/index.json': index,
  'models/eye/g.json': 'graph',
  'models/eye/w.bin': 'eye',
};
const list = JSON.stringify(
  Object.fromEntries(Object.entries(built).map(([url, text]) => [url, hash(text)])),
);

async function check(changed: Record<string, string | undefined> = {}): Promise<Flaw[]> {
  const there: Record<string, string | undefined> = {
    ...built,
    [fileHashesUrl]: list,
    ...changed,
  };
  const read = (key: string) => {
    const text = there[key];
    return Promise.resolve(text === undefined ? undefined : bytes(text));
  };
  const files = [...Object.keys(built), fileHashesUrl].map((url) => ({ url, key: url }));
  const told: number[] = [];
  const flaws = await checkFiles(
    { kept: { cacheName: 'c', files, version: hash(list) }, models: ['eye'] },
    { read, readModel: (file) => read(`models/${file.file}`) },
    (done, total) => told.push(done / total),
  );
  if (told.length > 0) expect(told.at(-1)).toBe(1);
  return flaws;
}

test('nothing to say of what is as it was built; models of other doors are not asked for', async () => {
  expect(await check()).toEqual([]);
});

test('a file that is not there, and one that is another', async () => {
  expect(await check({ 'index.html': undefined })).toEqual([
    { url: 'index.html', bytes: 0, state: 'missing' },
  ]);
  expect(await check({ 'index.html': '<b>' })).toEqual([
    { url: 'index.html', bytes: 3, state: 'broken' },
  ]);
});

test('a model is told by its name', async () => {
  expect(await check({ 'models/eye/w.bin': undefined })).toEqual([
    { url: 'models/eye/w.bin', model: 'eye', bytes: 3, state: 'missing' },
  ]);
});

test('with another list of hashes nothing can be compared', async () => {
  expect(await check({ [fileHashesUrl]: '{}' })).toMatchObject([{ state: 'broken' }]);
  expect(await check({ [fileHashesUrl]: undefined })).toMatchObject([{ state: 'missing' }]);
});
