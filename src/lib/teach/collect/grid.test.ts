import { describe, expect, test } from 'vitest';
import { nextTile, scrollToTile, shapeGrid, tilePlace, tilesInView } from './grid.ts';

const shape = shapeGrid(1000, 320, 56, 4);

describe('shape', () => {
  test('as many columns as fit, stretched over the whole width', () => {
    expect(shape.columns).toBe(5);
    expect(shape.columns * shape.tile + 4 * shape.gap).toBeCloseTo(320);
    expect(shape.height).toBeCloseTo(200 * (shape.tile + 4) - 4);
  });

  test('one column in a space too narrow, nothing for no samples', () => {
    expect(shapeGrid(3, 20, 56, 4)).toMatchObject({ columns: 1, rows: 3, tile: 20 });
    expect(shapeGrid(0, 320, 56, 4)).toMatchObject({ rows: 0, height: 0 });
    expect(shapeGrid(5, 0, 56, 4).tile).toBe(0);
  });
});

describe('tiles in view', () => {
  test('are few, however many there are', () => {
    const range = tilesInView(shape, 1000, { top: 5000, height: 240 }, 2);
    expect(range.to - range.from).toBeLessThanOrEqual(5 * 10);
    const places = [tilePlace(shape, range.from).y, tilePlace(shape, range.to).y];
    expect(places[0]).toBeLessThanOrEqual(5000);
    expect(places[1]).toBeGreaterThanOrEqual(5240);
  });

  test('never reach past the ends', () => {
    expect(tilesInView(shape, 1000, { top: 0, height: 100 }, 2).from).toBe(0);
    expect(tilesInView(shape, 1000, { top: 1e6, height: 100 }, 2)).toMatchObject({ to: 1000 });
    expect(tilesInView(shapeGrid(0, 320, 56, 4), 0, { top: 0, height: 100 }, 2)).toEqual({
      from: 0,
      to: 0,
    });
  });
});

describe('keys', () => {
  const move = (key: string, index: number, count = 13) => nextTile(key, index, count, shape, 3);

  test('arrows walk, Home and End jump', () => {
    expect(move('ArrowRight', 4)).toBe(5);
    expect(move('ArrowDown', 4)).toBe(9);
    expect(move('ArrowUp', 9)).toBe(4);
    expect(move('Home', 9)).toBe(0);
    expect(move('End', 2)).toBe(12);
    expect(move('a', 2)).toBeUndefined();
  });

  test('the edges hold, and a shorter last row is reached', () => {
    expect(move('ArrowLeft', 0)).toBe(0);
    expect(move('ArrowUp', 3)).toBe(3);
    expect(move('ArrowDown', 9)).toBe(12);
    expect(move('ArrowDown', 12)).toBe(12);
    expect(move('PageUp', 9)).toBe(4);
    expect(move('PageDown', 1)).toBe(12);
  });
});

test('scrolls no further than is needed to show a tile', () => {
  const step = shape.tile + shape.gap;
  const view = { top: step * 2, height: step * 3 };
  expect(scrollToTile(shape, 3 * 5, view)).toBe(view.top);
  expect(scrollToTile(shape, 0, view)).toBe(0);
  expect(scrollToTile(shape, 9 * 5, view)).toBeCloseTo(9 * step + shape.tile - view.height);
});
