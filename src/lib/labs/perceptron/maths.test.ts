import { expect, it } from 'vitest';
import { descend, meanSquaredError, points } from './maths.ts';

it('descends to the slope that the points lie on', () => {
  expect(meanSquaredError(0.5)).toBe(0);
  let w = 0;
  for (let i = 0; i < 50; i++) w = descend(w, 0.1);
  expect(w).toBeCloseTo(0.5, 6);
});

it('moves against the gradient as finite differences give it', () => {
  const h = 1e-6;
  const slope = (meanSquaredError(2 + h) - meanSquaredError(2 - h)) / (2 * h);
  expect(descend(2, 0.1)).toBeCloseTo(2 - 0.1 * slope, 6);
  expect(points).toHaveLength(3);
});
