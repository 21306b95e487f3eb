import { describe, expect, it } from 'vitest';
import { paintHeat, stretchHeat } from './heat-colours.ts';

describe('stretchHeat', () => {
  it('spreads the values over the whole range', () => {
    expect([...stretchHeat([0.5, 0.75, 1])]).toEqual([0, 0.5, 1]);
  });

  it('finds nothing hot in a flat map', () => {
    expect([...stretchHeat([0.5, 0.51, 0.5])]).toEqual([0, 0, 0]);
    expect([...stretchHeat([0, 0])]).toEqual([0, 0]);
  });
});

describe('paintHeat', () => {
  it('paints one RGBA pixel per value', () => {
    expect(paintHeat([0, 0.5, 1])).toHaveLength(12);
  });

  it('grows brighter all the way', () => {
    const values = Array.from({ length: 50 }, (_, i) => i / 49);
    const pixels = paintHeat(values);
    const light = values.map((_, i) => {
      const [red = 0, green = 0, blue = 0] = pixels.slice(i * 4);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    });
    for (let i = 1; i < light.length; i++) expect(light[i]).toBeGreaterThan(light[i - 1]! - 0.5);
  });

  it('takes values out of range as the nearest end', () => {
    expect([...paintHeat([-1, 2])]).toEqual([...paintHeat([0, 1])]);
    expect([...paintHeat([NaN])]).toEqual([...paintHeat([0])]);
  });
});
