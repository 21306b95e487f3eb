import { describe, expect, it } from 'vitest';
import { confusions, moveInMatrix, rowShares, sameCell } from './matrix.ts';

describe('rowShares', () => {
  it('divides each row by its own total', () => {
    expect(
      rowShares([
        [3, 1],
        [0, 0],
      ]),
    ).toEqual([
      [0.75, 0.25],
      [0, 0],
    ]);
  });
});

describe('moveInMatrix', () => {
  const middle = { row: 1, column: 1 };

  it('moves one cell and stays inside', () => {
    expect(moveInMatrix(middle, 'ArrowUp', 3)).toEqual({ row: 0, column: 1 });
    expect(moveInMatrix({ row: 0, column: 0 }, 'ArrowUp', 3)).toEqual({ row: 0, column: 0 });
    expect(moveInMatrix({ row: 2, column: 2 }, 'ArrowRight', 3)).toEqual({ row: 2, column: 2 });
    expect(moveInMatrix(middle, 'Home', 3)).toEqual({ row: 1, column: 0 });
    expect(moveInMatrix(middle, 'End', 3)).toEqual({ row: 1, column: 2 });
  });

  it('leaves other keys alone', () => {
    expect(moveInMatrix(middle, 'Tab', 3)).toBeUndefined();
  });
});

it('lists mistakes, the most frequent first', () => {
  expect(
    confusions([
      [5, 1, 0],
      [3, 2, 0],
      [0, 0, 9],
    ]),
  ).toEqual([
    { row: 1, column: 0, count: 3 },
    { row: 0, column: 1, count: 1 },
  ]);
});

it('tells cells apart', () => {
  expect(sameCell({ row: 1, column: 2 }, { row: 1, column: 2 })).toBe(true);
  expect(sameCell({ row: 1, column: 2 }, undefined)).toBe(false);
});
