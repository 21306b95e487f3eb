import { describe, expect, it } from 'vitest';
import { bandsOf, levelsOf, sampleSurface } from './contours.ts';

describe('a surface', () => {
  it('is sampled in the middles of its cells, from the top left', () => {
    const { values } = sampleSurface((x, y) => 10 * x + y, [0, 2], [0, 4], 2);
    expect([...values]).toEqual([8, 18, 6, 16]);
  });

  it('has levels between its least and its greatest, denser where it is low', () => {
    const levels = levelsOf({ columns: 2, rows: 1, values: Float64Array.of(0, 100) }, 5, 2);
    expect(levels.map(Math.round)).toEqual([1, 9, 25, 49, 81]);
    expect(levelsOf({ columns: 2, rows: 1, values: Float64Array.of(3, 3) }, 5)).toEqual([]);
  });

  it('is ringed where it is higher than a level', () => {
    const bowl = sampleSurface((x, y) => x * x + y * y, [-2, 2], [-2, 2], 40);
    const [ring] = bandsOf(bowl, [1]);
    // All the plane but a round hole in it: an edge and a ring.
    const rings = ring!.split('Z').filter(Boolean);
    expect(rings).toHaveLength(2);
    const [, hole] = rings;
    for (const point of hole!.slice(1).split('L')) {
      const [column, row] = point.split(',').map(Number);
      expect(Math.hypot(column! / 10 - 2, row! / 10 - 2)).toBeCloseTo(1, 1);
    }
  });
});
