import { expect, it } from 'vitest';
import { endsOf, logarithms, nearestPoint, someOf, spreadLabels } from './run-lines.ts';

const at = (...xs: number[]) => xs.map((x) => ({ x, y: x }));

it('finds the point nearest to a place', () => {
  expect([-5, 0.4, 0.6, 4, 99].map((x) => nearestPoint(at(0, 1, 3, 10), x))).toEqual([
    0, 0, 1, 2, 3,
  ]);
  expect(nearestPoint([], 1)).toBe(-1);
  expect(nearestPoint(at(7), 1)).toBe(0);
});

it('has no place for zero on a scale of powers of ten', () => {
  expect(logarithms(at(100, 0, -1)).map(({ y }) => y)).toEqual([2, NaN, NaN]);
});

it('moves labels apart, keeps their order and stays within the frame', () => {
  expect(spreadLabels([10, 11, 50], 12, 100)).toEqual([10, 22, 50]);
  expect(spreadLabels([95, 94], 12, 100)).toEqual([100, 88]);
});

it('thins a list evenly with both its ends', () => {
  expect(someOf([0, 1, 2, 3, 4, 5, 6, 7, 8], 3)).toEqual([0, 4, 8]);
  expect(someOf([1, 2], 3)).toEqual([1, 2]);
});

it('a line is labelled at its last number, apart from the others; one without a number is not', () => {
  const same = (value: number) => value;
  const ends = endsOf(
    [
      { key: 'a', front: [{ x: 1, y: 10 }] },
      {
        key: 'b',
        front: [
          { x: 2, y: 11 },
          { x: 3, y: Number.NaN },
        ],
      },
      { key: 'c', front: [{ x: 4, y: Number.NaN }] },
    ],
    { x: same, y: same, gap: 12, most: 100 },
  );
  expect(ends.map(({ key, x, y }) => [key, x, y])).toEqual([
    ['a', 1, 10],
    ['b', 2, 22],
  ]);
});
