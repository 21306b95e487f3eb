import { expect, it } from 'vitest';
import { Thinned } from './thinned.ts';

it('keeps a run short, its first and last always there', () => {
  const run = new Thinned();
  expect(run.shown()).toEqual({ steps: [], series: [] });
  for (let step = 0; step <= 999; step++) run.add(step, 2 * step, -step);
  const { steps, series } = run.shown();
  expect(steps.length).toBeLessThan(82);
  expect([steps[0], steps.at(-1)]).toEqual([0, 999]);
  expect(series).toEqual([steps.map((step) => 2 * step), steps.map((step) => -step)]);
});
