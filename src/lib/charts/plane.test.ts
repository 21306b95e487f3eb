import { describe, expect, it } from 'vitest';
import {
  panBy,
  pointAt,
  pointBeyond,
  reveal,
  toPixel,
  visiblePoints,
  wholeView,
  zoomAt,
} from './plane.ts';

const size = { width: 400, height: 200 };
const whole = wholeView(size, 20);
const points = [
  { id: 'left', x: 0, y: 0.5 },
  { id: 'middle', x: 0.5, y: 0.5 },
  { id: 'right', x: 1, y: 0.6 },
  { id: 'top', x: 0.5, y: 0 },
];

describe('the window', () => {
  it('shows the whole square in its middle', () => {
    expect(whole).toEqual({ scale: 160, left: 120, top: 20 });
    expect(toPixel({ x: 0.5, y: 0.5 }, whole)).toEqual({ x: 200, y: 100 });
  });

  it('zooms around a place that stays where it is', () => {
    const pixel = toPixel({ x: 0.25, y: 0.75 }, whole);
    const near = zoomAt(whole, 3, pixel, size);
    expect(near.scale).toBeGreaterThan(whole.scale);
    expect(toPixel({ x: 0.25, y: 0.75 }, near).x).toBeCloseTo(pixel.x);
    expect(toPixel({ x: 0.25, y: 0.75 }, near).y).toBeCloseTo(pixel.y);
  });

  it('does not zoom out beyond the whole, nor in without end', () => {
    const least = wholeView(size).scale;
    expect(zoomAt(whole, 0.001, { x: 0, y: 0 }, size).scale).toBe(least);
    expect(zoomAt(whole, 1e9, { x: 0, y: 0 }, size).scale).toBe(least * 40);
  });

  it('moves only as far as a point needs', () => {
    expect(reveal(whole, points[1]!, size)).toEqual(whole);
    const away = panBy(whole, 500, 0);
    const { x } = toPixel(points[1]!, reveal(away, points[1]!, size));
    expect(x).toBe(360);
  });

  it('knows what it holds', () => {
    expect(visiblePoints(points, whole, size)).toHaveLength(4);
    expect(visiblePoints(points, panBy(whole, -210, 0), size, 0).map(({ id }) => id)).toEqual([
      'right',
    ]);
  });
});

describe('finding points', () => {
  it('takes the nearest within reach', () => {
    expect(pointAt(points, { x: 203, y: 101 }, whole, 12)?.id).toBe('middle');
    expect(pointAt(points, { x: 240, y: 140 }, whole, 12)).toBeUndefined();
  });

  it('goes where the arrow points', () => {
    const middle = points[1]!;
    expect(pointBeyond(points, middle, 'ArrowLeft')?.id).toBe('left');
    expect(pointBeyond(points, middle, 'ArrowRight')?.id).toBe('right');
    expect(pointBeyond(points, middle, 'ArrowUp')?.id).toBe('top');
    expect(pointBeyond(points, middle, 'ArrowDown')).toBeUndefined();
    expect(pointBeyond(points, middle, 'Enter')).toBeUndefined();
  });
});
