import { expect, it } from 'vitest';
import { ridgesOf } from './ridges.ts';

const frame = { width: 300, height: 200, left: 10, right: 10, top: 10, bottom: 20 };
const heights = (path: string) => [...path.matchAll(/,(-?[\d.]+)/g)].map(([, y]) => Number(y));

it('stands the newest in front on the floor and the oldest at the back', () => {
  const { ridges, x } = ridgesOf(
    [
      { step: 1, least: -1, most: 1, counts: [1, 2, 1] },
      { step: 9, least: -2, most: 2, counts: [1, 2, 1] },
    ],
    frame,
  );
  expect(ridges.map(({ step }) => step)).toEqual([1, 9]);
  expect(ridges[1]!.base).toBe(180);
  expect(ridges[0]!.base).toBeLessThan(180);
  expect(x.domain()).toEqual([-2, 2]);
});

it('draws the same values spread wider lower, and stays within the frame', () => {
  const { ridges } = ridgesOf(
    [
      { step: 1, least: -1, most: 1, counts: [1, 2, 1] },
      { step: 2, least: -4, most: 4, counts: [1, 2, 1] },
    ],
    frame,
  );
  const top = ridges.map(({ path, base }) => base - Math.min(...heights(path)));
  expect(top[0]! / top[1]!).toBeCloseTo(2, 1);
  expect(Math.min(...ridges.flatMap(({ path }) => heights(path)))).toBeGreaterThanOrEqual(
    frame.top,
  );
});

it('draws one value as a peak, and nothing where there are none', () => {
  const counts = [0, 7, 0];
  const { ridges } = ridgesOf([{ step: 0, least: 0, most: 0, counts }], frame);
  expect(ridges[0]!.path).not.toContain('NaN');
  expect(ridgesOf([{ step: 0, least: 0, most: 0, counts: [0, 0] }], frame).ridges[0]!.path).toBe(
    '',
  );
});
