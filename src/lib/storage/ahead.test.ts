import { describe, expect, test } from 'vitest';
import { mapAhead } from './ahead.ts';

const laterFirst = async (n: number) => {
  for (let turn = 0; turn < 10 - n; turn++) await Promise.resolve();
  return n * n;
};

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const one of results) list.push(one);
  return list;
}

describe('mapAhead', () => {
  test('keeps the order, whichever is ready first', async () => {
    expect(await all(mapAhead([1, 2, 3, 4, 5], 3, laterFirst))).toEqual([1, 4, 9, 16, 25]);
  });

  test('begins so many at once and no more', async () => {
    let atWork = 0;
    let most = 0;
    await all(
      mapAhead(
        Array.from({ length: 20 }, (_, n) => n),
        4,
        async (n) => {
          most = Math.max(most, ++atWork);
          await laterFirst(n % 10);
          atWork--;
        },
      ),
    );
    expect(most).toBe(4);
  });

  test('throws in turn, and leaves its source', async () => {
    let isLeft = false;
    function* source() {
      try {
        yield* [1, 2, 3, 4, 5, 6];
      } finally {
        isLeft = true;
      }
    }
    const seen: number[] = [];
    const failing = (n: number) => (n === 3 ? Promise.reject(new Error('three')) : laterFirst(n));
    const run = async () => {
      for await (const one of mapAhead(source(), 2, failing)) seen.push(one);
    };
    await expect(run()).rejects.toThrow('three');
    expect(seen).toEqual([1, 4]);
    expect(isLeft).toBe(true);
  });
});
