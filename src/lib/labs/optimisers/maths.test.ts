import { describe, expect, it } from 'vitest';
import { surfaces, terrains } from './maths.ts';

describe.each([...surfaces])('the %s', (name) => {
  const { height, slope, xLimits, yLimits, start, lowest } = terrains[name];

  it('slopes as finite differences say', () => {
    const h = 1e-6;
    for (const [x, y] of [start, [0.3, -0.7], [-1.1, 0.9], [1.9, 0.2]] as const) {
      const [dx, dy] = slope(x, y);
      expect(dx).toBeCloseTo((height(x + h, y) - height(x - h, y)) / (2 * h), 6);
      expect(dy).toBeCloseTo((height(x, y + h) - height(x, y - h)) / (2 * h), 6);
    }
  });

  it('is level and 0 where it is lowest, and nowhere lower', () => {
    for (const [x, y] of lowest) {
      expect(height(x, y)).toBeCloseTo(0, 5);
      expect(Math.hypot(...slope(x, y))).toBeLessThan(1e-5);
    }
    for (let i = 0; i <= 40; i++) {
      for (let j = 0; j <= 40; j++) {
        const x = xLimits[0] + ((xLimits[1] - xLimits[0]) * i) / 40;
        const y = yLimits[0] + ((yLimits[1] - yLimits[0]) * j) / 40;
        expect(height(x, y)).toBeGreaterThan(-1e-5);
      }
    }
  });

  it('begins high up on its map', () => {
    expect(height(...start)).toBeGreaterThan(0.5);
    expect(start[0]).toBeGreaterThanOrEqual(xLimits[0]);
    expect(start[1]).toBeLessThanOrEqual(yLimits[1]);
  });
});
