import { expect, it } from 'vitest';
import { paintField } from './field-colours.ts';

it('a field goes from one class over paper to the other, and is nothing where it is no number', () => {
  const palette = { low: [200, 0, 0], middle: [100, 100, 100], high: [0, 0, 200] } as const;
  const pixels = paintField([-1, 0, 1, 9, Number.NaN], palette);
  expect([...pixels.slice(0, 4)]).toEqual([162, 38, 38, 255]);
  expect([...pixels.slice(4, 8)]).toEqual([100, 100, 100, 255]);
  expect([...pixels.slice(8, 12)]).toEqual([38, 38, 162, 255]);
  expect([...pixels.slice(12, 16)]).toEqual([...pixels.slice(8, 12)]);
  expect([...pixels.slice(16)]).toEqual([0, 0, 0, 0]);
});
