import { describe, expect, it } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import type { Projection } from './projection-settings.ts';
import { simulate } from './projection.ts';

/** Two heaps in ten dimensions, far apart along one of them. */
function heaps(): Float32Array {
  const random = new Random(3);
  return Float32Array.from({ length: 40 * 10 }, (_, i) => {
    const far = i % 10 === 4 ? (Math.floor(i / 10) % 2) * 20 : 0;
    return far + random.normal();
  });
}

async function project(method: Projection) {
  const projection = await simulate(
    { method, dimensions: 10, vectors: heaps(), seed: 1 },
    new AbortController().signal,
  );
  while (projection.step() !== false);
  const { places, held } = projection.view();
  const points = Array.from({ length: 40 }, (_, i) => ({
    x: places[2 * i]!,
    y: places[2 * i + 1]!,
  }));
  return { points, held };
}

const middleOf = (points: readonly { x: number; y: number }[]) => ({
  x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
  y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
});

describe.each(['pca', 'umap'] as const)('%s', (method) => {
  it('keeps two heaps apart, within the unit square', async () => {
    const { points, held } = await project(method);
    const one = middleOf(points.filter((_, i) => i % 2 === 0));
    const other = middleOf(points.filter((_, i) => i % 2 === 1));
    const own = points.map((point, i) => {
      const to = (at: { x: number; y: number }) => Math.hypot(point.x - at.x, point.y - at.y);
      return i % 2 === 0 ? to(one) < to(other) : to(other) < to(one);
    });
    expect(own).not.toContain(false);
    for (const { x, y } of points) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(x, y)).toBeLessThanOrEqual(1 + 1e-9);
    }
    if (method === 'pca') expect(held).toBeGreaterThan(0.85);
    else expect(held).toBeUndefined();
  });
});
