import { expect, it } from 'vitest';
import { binValues } from './histogram.ts';

it('counts each value once, edges and strays too', () => {
  const values = [-2, -1, -0.5, 0, 0.99, 1, 3, NaN, Infinity];
  expect(binValues(values, [-1, 1], 4)).toEqual({
    counts: [1, 1, 1, 2],
    below: 1,
    above: 2,
    broken: 1,
  });
});
