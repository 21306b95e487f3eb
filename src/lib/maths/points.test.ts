import { expect, it } from 'vitest';
import { makePoints, pointSets, somePoints } from './points.ts';

it.each(pointSets)('%s: both classes, on the plane, the same from the same seed', (set) => {
  const points = makePoints(set, { count: 200, noise: 0, seed: 5 });
  expect(points.labels.filter((label) => label === 1)).toHaveLength(100);
  expect(Math.max(...points.x.map(Math.abs))).toBeLessThan(1.3);
  expect(makePoints(set, { count: 200, noise: 0, seed: 5 })).toEqual(points);
  expect(makePoints(set, { count: 200, noise: 0, seed: 6 })).not.toEqual(points);
});

it('puts the classes of xor and circles where they belong', () => {
  const xor = makePoints('xor', { count: 60, noise: 0, seed: 1 });
  const circles = makePoints('circles', { count: 60, noise: 0, seed: 1 });
  for (let i = 0; i < 60; i++) {
    expect(xor.x[2 * i]! * xor.x[2 * i + 1]! < 0).toBe(xor.labels[i] === 1);
    expect(Math.hypot(circles.x[2 * i]!, circles.x[2 * i + 1]!) < 0.5).toBe(
      circles.labels[i] === 1,
    );
  }
});

it('gives a part', () => {
  const points = makePoints('moons', { count: 10, noise: 0.1, seed: 1 });
  const part = somePoints(points, 2, 5);
  expect([...part.labels]).toEqual([0, 1, 0]);
  expect(part.x).toEqual(points.x.slice(4, 10));
});
