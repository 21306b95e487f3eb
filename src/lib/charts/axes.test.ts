import { describe, expect, it } from 'vitest';
import { axesOf, linePath, nearestStop, stops, valueAt, type LineSeries } from './axes.ts';

const frame = { width: 120, height: 110, left: 10, right: 10, top: 5, bottom: 5 };
const series = (points: [number, number][], key = 'loss'): LineSeries => ({
  key,
  name: key,
  tone: 'signal',
  points: points.map(([x, y]) => ({ x, y })),
});

describe('axesOf', () => {
  it('holds every point inside the frame, the larger value higher', () => {
    const { x, y } = axesOf(
      [
        series([
          [1, 0.2],
          [5, 0.9],
        ]),
      ],
      frame,
    );
    expect(x(1)).toBe(10);
    expect(x(5)).toBe(110);
    expect(y(0.9)).toBeLessThan(y(0.2));
    expect(y(0.9)).toBeGreaterThanOrEqual(5);
    expect(y(0.2)).toBeLessThanOrEqual(105);
  });

  it('keeps the limits that it is given', () => {
    const { y } = axesOf(
      [
        series([
          [1, 0.2],
          [2, 0.4],
        ]),
      ],
      frame,
      { y: { least: 0, most: 1 } },
    );
    expect(y.domain()).toEqual([0, 1]);
  });

  it('has an axis where nothing, one value, or no number is there', () => {
    expect(axesOf([], frame).x.domain()).toEqual([0, 1]);
    expect(axesOf([series([[3, 0.5]])], frame).x.domain()).toEqual([3, 4]);
    expect(
      axesOf(
        [
          series([
            [1, NaN],
            [2, Infinity],
          ]),
        ],
        frame,
      ).y.domain(),
    ).toEqual([0, 1]);
    expect(axesOf([series([[0, 0]])], frame, { x: { most: 0 } }).x.domain()).toEqual([0, 1]);
  });
});

describe('linePath', () => {
  it('runs through the points and stops where the loss is no number', () => {
    const lines = [
      series([
        [0, 0],
        [1, 1],
        [2, NaN],
        [3, 1],
        [4, 0],
      ]),
    ];
    const path = linePath(lines[0]!.points, axesOf(lines, frame, { y: { least: 0, most: 1 } }));
    expect(path).toBe('M10,105L35,5M85,5L110,105');
  });

  it('is empty without points', () => {
    expect(linePath([], axesOf([], frame))).toBe('');
  });
});

describe('stops', () => {
  it('names every place once, in order', () => {
    const all = stops([
      series([
        [3, 1],
        [1, 1],
      ]),
      series([
        [2, 1],
        [3, 0],
        [NaN, 0],
      ]),
    ]);
    expect(all).toEqual([1, 2, 3]);
    expect(nearestStop(all, 2.4)).toBe(1);
    expect(nearestStop(all, 99)).toBe(2);
    expect(nearestStop([], 1)).toBe(-1);
  });

  it('finds the value at a stop', () => {
    expect(valueAt(series([[1, 0.5]]), 1)).toBe(0.5);
    expect(valueAt(series([[1, 0.5]]), 2)).toBeUndefined();
  });
});
