import { expect, it } from 'vitest';
import { isTaken } from './thin.ts';

it.each([
  [10, 3],
  [1_000_000, 100_000],
  [7, 7],
  [5, 9],
  [9, 0],
])('takes of %i rows as many as there is room for, %i, evenly', (count, room) => {
  const taken = Array.from({ length: count }, (_, i) => i).filter((i) => isTaken(i, count, room));
  expect(taken.length).toBe(Math.min(count, room));
  const gaps = taken.slice(1).map((place, i) => place - taken[i]!);
  if (gaps.length > 0) expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThanOrEqual(1);
});
