import { expect, it } from 'vitest';
import { passes, placeOn, valueOn, type ParallelAxis } from './parallel.ts';

const axes: readonly ParallelAxis[] = [
  { key: 'rate', name: 'rate', least: 0.001, most: 1, logarithmic: true, format: String },
  { key: 'loss', name: 'loss', least: 0, most: 2, format: String },
];
const line = (rate: number, loss: number) => ({ id: 1, values: { rate, loss }, score: 0 });

it('goes from a value to its place and back', () => {
  expect(placeOn(axes[0]!, 0.001)).toBe(0);
  expect(placeOn(axes[0]!, valueOn(axes[0]!, 0.4))).toBeCloseTo(0.4, 12);
  expect(placeOn(axes[1]!, valueOn(axes[1]!, 0.25))).toBe(0.25);
  expect([placeOn(axes[1]!, 5), placeOn(axes[1]!, NaN), placeOn(axes[1]!, Infinity)]).toEqual([
    1, 1, 1,
  ]);
});

it('lets through what passes every brush', () => {
  expect(passes(axes, {}, line(0.5, 1))).toBe(true);
  expect(passes(axes, { loss: [0, 0.5] }, line(0.5, 1))).toBe(true);
  expect(passes(axes, { loss: [0, 0.4] }, line(0.5, 1))).toBe(false);
  expect(passes(axes, { loss: [0, 0.5], rate: [0, 0.2] }, line(0.5, 1))).toBe(false);
});
