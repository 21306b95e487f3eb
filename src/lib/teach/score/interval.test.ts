import { expect, it } from 'vitest';
import { bootstrapInterval, wilsonInterval } from './interval.ts';

it('Wilson: as tabulated, and honest at the ends', () => {
  // 8 of 10: 0.490 to 0.943 (Brown, Cai and DasGupta, 2001, formula 4).
  const { low, high } = wilsonInterval(8, 10);
  expect(low).toBeCloseTo(0.4902, 4);
  expect(high).toBeCloseTo(0.9433, 4);
  expect(wilsonInterval(5, 5)).toEqual({ low: expect.closeTo(0.5655, 4), high: 1 });
  expect(wilsonInterval(0, 5)).toEqual({ low: 0, high: expect.closeTo(0.4345, 4) });
  expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
});

it('bootstrap: of a mean, near what theory says, and the same for the same seed', () => {
  const values = Array.from({ length: 100 }, (_, i) => i % 2);
  const mean = (indices: Int32Array) =>
    indices.reduce((sum, i) => sum + values[i]!, 0) / indices.length;
  const interval = bootstrapInterval(100, mean, 3);
  expect(interval.low).toBeCloseTo(0.4, 1);
  expect(interval.high).toBeCloseTo(0.6, 1);
  expect(bootstrapInterval(100, mean, 3)).toEqual(interval);
  expect(bootstrapInterval(0, () => NaN, 1)).toEqual({ low: NaN, high: NaN });
});
