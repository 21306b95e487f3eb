import { expect, it } from 'vitest';
import { drawSums, isAlong, mostRows, normaliseSums, statisticsOf, units } from './maths.ts';

const sums = drawSums(mostRows, 3);

it('batch: each neuron has mean 0 and deviation 1 over the rows; layer: each row over the neurons', () => {
  for (const method of ['batch', 'layer'] as const) {
    const hat = normaliseSums(sums, method);
    for (let cell = 0; cell < hat.length; cell++) {
      const { mean, deviation } = statisticsOf(hat, method, cell)!;
      expect(mean).toBeCloseTo(0, 10);
      expect(deviation).toBeCloseTo(1, 3);
      const before = statisticsOf(sums, method, cell)!;
      expect(hat[cell]).toBeCloseTo((sums[cell]! - before.mean) / before.deviation, 3);
    }
  }
  expect(normaliseSums(sums, 'none')).toEqual(sums);
  expect(statisticsOf(sums, 'none', 0)).toBeUndefined();
});

it('a batch of one is nothing but zeros to a batch normalisation', () => {
  const one = drawSums(1, 3);
  expect(normaliseSums(one, 'batch').every((value) => value === 0)).toBe(true);
  expect(normaliseSums(one, 'layer').some((value) => Math.abs(value) > 0.5)).toBe(true);
});

it('knows columns from rows', () => {
  expect(isAlong('batch', 1, 1 + units)).toBe(true);
  expect(isAlong('batch', 1, 2)).toBe(false);
  expect(isAlong('layer', 1, 2)).toBe(true);
  expect(isAlong('layer', 1, 1 + units)).toBe(false);
});
