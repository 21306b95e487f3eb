import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { holdsZips, unzipFound } from './unzip-found.ts';
import type { Found, FoundFile } from './walk-files.ts';

const file = (name: string, content: Blob = new Blob(['x'])): FoundFile => ({
  kind: 'file',
  name,
  folders: [],
  read: async () => content,
});
const zip = (name: string, paths: string[]) => {
  const bytes = zipSync(Object.fromEntries(paths.map((path) => [path, Uint8Array.of(1, 2)])));
  return file(name, new Blob([new Uint8Array(bytes)]));
};

async function unzip(...files: Found[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const one of unzipFound(files)) found.push(one);
  return found;
}

test('a zip of several classes names them; one of a single class goes where it was put', async () => {
  const several = zip('pets.zip', ['set/cats/1.jpg', 'set/dogs/2.jpg']);
  const [plain, cat, dog] = await unzip(file('a.jpg'), several);
  expect(plain).toMatchObject({ name: 'a.jpg' });
  expect(cat).toMatchObject({ name: '1.jpg', folders: ['cats'], namesItsClass: true });
  expect(dog).toMatchObject({ folders: ['dogs'], origin: 'archive' });
  const [single] = await unzip(zip('cats.zip', ['1.jpg']));
  expect(single).toMatchObject({ folders: ['cats'], namesItsClass: false });
});

test('a zip that cannot be read is one line of the report, and the rest goes on', async () => {
  const found = await unzip(file('broken.zip'), zip('empty.zip', ['notes.txt']), file('a.jpg'));
  expect(found).toMatchObject([
    { kind: 'unreadable', name: 'broken.zip' },
    { kind: 'unreadable', failure: { code: 'archive-unknown' } },
    { kind: 'file', name: 'a.jpg' },
  ]);
  expect(holdsZips([file('A.ZIP')])).toBe(true);
  expect(holdsZips([file('a.jpg')])).toBe(false);
});
