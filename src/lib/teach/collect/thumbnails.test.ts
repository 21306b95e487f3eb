import { expect, test } from 'vitest';
import { keptUrls, Thumbnails } from './thumbnails.ts';

function open() {
  const reads: string[][] = [];
  const live = new Set<string>();
  let waiting: (() => void)[] = [];
  const thumbnails = new Thumbnails({
    read: async (ids) => {
      reads.push([...ids]);
      return new Map(ids.map((id) => [id, new Blob([id])]));
    },
    createUrl: () => {
      const url = `blob:${live.size}-${reads.length}-${Math.random()}`;
      live.add(url);
      return url;
    },
    revokeUrl: (url) => void live.delete(url),
    soon: (work) => waiting.push(work),
  });
  const turn = async () => {
    const now = waiting;
    waiting = [];
    for (const work of now) work();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { thumbnails, reads, live, turn };
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
  const { thumbnails, reads, live, turn } = open();
  const seen: string[] = [];
  thumbnails.show('a', (url) => seen.push(url));
  await turn();
  thumbnails.show('a', (url) => seen.push(url));
  expect(seen[1]).toBe(seen[0]);
  expect(reads).toHaveLength(1);
  expect(live.size).toBe(1);
});

test('URLs stay bounded however far one scrolls, and end with the project', async () => {
  const { thumbnails, live, turn } = open();
  for (let page = 0; page < 20; page++) {
    const back = Array.from({ length: 50 }, (_, i) =>
      thumbnails.show(`${page}/${i}`, () => undefined),
    );
    await turn();
    for (const release of back) release();
  }
  expect(live.size).toBe(keptUrls);
  expect(thumbnails.alive).toBe(keptUrls);
  thumbnails.close();
  expect(live.size).toBe(0);
});
