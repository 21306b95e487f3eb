import { expect, test } from 'vitest';
import { parseBurstPlan } from './burst-plan.ts';

test('a stored series comes back within its limits, nonsense as the default', () => {
  expect(parseBurstPlan({ count: 20, intervalMs: 1000, delayMs: 0 })).toEqual({
    count: 20,
    intervalMs: 1000,
    delayMs: 0,
  });
  expect(parseBurstPlan({ count: 1e9, intervalMs: 1, delayMs: NaN })).toEqual({
    count: 60,
    intervalMs: 200,
    delayMs: 3000,
  });
  expect(parseBurstPlan('?')).toEqual(parseBurstPlan(null));
});
