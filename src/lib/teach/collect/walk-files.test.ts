import { expect, test } from 'vitest';
import { classNameOf, foundInInput, namesClasses, walkEntries, type Found } from './walk-files.ts';

const file = (name: string) =>
  ({
    name,
    isFile: true,
    isDirectory: false,
    file: (done: (file: File) => void) => done(new File(['x'], name)),
  }) as unknown as FileSystemEntry;

function folder(name: string, inside: FileSystemEntry[], batch = 100): FileSystemEntry {
  return {
    name,
    isFile: false,
    isDirectory: true,
    createReader() {
      let at = 0;
      return {
        readEntries: (done: (entries: FileSystemEntry[]) => void) =>
          done(inside.slice(at, (at += batch))),
      };
    },
  } as unknown as FileSystemEntry;
}

async function walk(entries: FileSystemEntry[]): Promise<Found[]> {
  const found: Found[] = [];
  for await (const one of walkEntries(entries)) found.push(one);
  return found;
}

test('walks into folders, through every batch, and leaves litter out', async () => {
  const cats = Array.from({ length: 250 }, (_, index) => file(`${index}.jpg`));
  const found = await walk([
    folder('animals', [
      folder('cats', [...cats, file('.DS_Store'), file('Thumbs.db')]),
      folder('__MACOSX', [file('a.jpg')]),
      folder('dogs', [file('rex.png')]),
    ]),
    file('alone.jpg'),
  ]);
  expect(found).toHaveLength(252);
  const last = found.at(-2)!;
  expect(last).toMatchObject({ name: 'rex.png', folders: ['animals', 'dogs'] });
  expect(last.kind === 'file' && (await last.read()).size).toBe(1);
});

test('a folder that cannot be read is reported and the rest goes on', async () => {
  const locked = {
    name: 'locked',
    isFile: false,
    isDirectory: true,
    createReader: () => ({
      readEntries: (_: unknown, fail: (error: Error) => void) =>
        fail(new DOMException('no', 'NotReadableError')),
    }),
  } as unknown as FileSystemEntry;
  const found = await walk([locked, file('a.jpg')]);
  expect(found[0]).toMatchObject({
    kind: 'unreadable',
    name: 'locked',
    failure: { code: 'folder-unreadable' },
  });
  expect(found[1]).toMatchObject({ name: 'a.jpg' });
});

test('a chosen folder says where each file lies', () => {
  const at = (path: string) =>
    Object.assign(new File(['x'], path.split('/').at(-1)!), { webkitRelativePath: path });
  const found = foundInInput([at('set/cats/1.jpg'), at('set/.git/x'), at('set/dogs/2.jpg')]);
  expect(found.map((one) => classNameOf(one))).toEqual(['cats', 'dogs']);
  expect(namesClasses(found)).toBe(true);
  expect(namesClasses(found.slice(0, 1))).toBe(false);
  expect(foundInInput([at('')])).toHaveLength(1);
});
