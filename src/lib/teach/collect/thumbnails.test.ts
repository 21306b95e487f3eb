import { expect, test, vi } from 'vitest';
import { keptUrls, Thumbnails } from './thumbnails.ts';

function open() {
  const reads: string[][] = [];
  let waiting: (() => void)[] = [];
  const thumbnails = new Thumbnails({
    read: async (ids) => {
      reads.push([...ids]);
      return new Map(ids.map((id) => [id, `data:${id}`]));
    },
    soon: (work) => waiting.push(work),
  });
  const turn = async () => {
    const now = waiting;
    waiting = [];
    for (const work of now) work();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { thumbnails, reads, turn };
}

test('what is asked for together is read together; what scrolled by is not read', async () => {
  const { thumbnails, reads, turn } = open();
  const seen: string[] = [];
  thumbnails.show('a', (url) => seen.push(url));
  thumbnails.show('b', (url) => seen.push(url));
  thumbnails.show('gone', () => seen.push('gone'))();
  await turn();
  expect(reads).toEqual([['a', 'b']]);
  expect(seen).toHaveLength(2);
});

test('two who show the same share one URL, told at once to the second', async () => {
  const { thumbnails, reads, turn } = open();
  const seen: string[] = [];
  thumbnails.show('a', (url) => seen.push(url));
  await turn();
  thumbnails.show('a', (url) => seen.push(url));
  expect(seen[1]).toBe(seen[0]);
  expect(reads).toHaveLength(1);
  expect(thumbnails.known).toBe(1);
});

test('URLs stay bounded however far one scrolls, and end with the project', async () => {
  const { thumbnails, reads, turn } = open();
  for (let page = 0; page < 20; page++) {
    const back = Array.from({ length: 50 }, (_, i) =>
      thumbnails.show(`${page}/${i}`, () => undefined),
    );
    await turn();
    for (const release of back) release();
  }
  expect(thumbnails.known).toBe(keptUrls);
  const seen: string[] = [];
  // What was given back last is still there, what was given back first is not.
  thumbnails.show('19/49', (url) => seen.push(url));
  thumbnails.show('0/0', (url) => seen.push(url));
  expect(seen).toEqual(['data:19/49']);
  await turn();
  expect(seen).toEqual(['data:19/49', 'data:0/0']);
  expect(reads.at(-1)).toEqual(['0/0']);
  thumbnails.close();
  expect(thumbnails.known).toBe(0);
});

test('what comes after the first pictures waits for those, and for a second where none is shown', async () => {
  const { thumbnails, turn } = open();
  let first = false;
  void thumbnails.first.then(() => (first = true));
  thumbnails.show('a', () => undefined);
  await Promise.resolve();
  expect(first).toBe(false);
  await turn();
  expect(first).toBe(true);

  vi.useFakeTimers();
  const { first: ofNothing } = open().thumbnails;
  vi.advanceTimersByTime(1_000);
  vi.useRealTimers();
  await ofNothing;
});
