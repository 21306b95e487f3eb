import { expect, it } from 'vitest';
import { zeroPieces } from './zero-line.ts';

const grid = (size: number, of: (x: number, y: number) => number) =>
  Array.from({ length: size * size }, (_, i) => of(i % size, Math.floor(i / size)));

it('finds a straight line where it is', () => {
  const pieces = zeroPieces(
    grid(5, (x) => x - 1.25),
    5,
    5,
  );
  expect(pieces).toHaveLength(4 * 4);
  for (let i = 0; i < pieces.length; i += 2) expect(pieces[i]).toBeCloseTo(1.25);
});

it('follows a circle', () => {
  const pieces = zeroPieces(
    grid(41, (x, y) => Math.hypot(x - 20, y - 20) - 12),
    41,
    41,
  );
  let length = 0;
  for (let i = 0; i < pieces.length; i += 4) {
    const [x, y, toX, toY] = pieces.slice(i, i + 4) as [number, number, number, number];
    expect(Math.hypot(x - 20, y - 20)).toBeCloseTo(12, 1);
    length += Math.hypot(toX - x, toY - y);
  }
  expect(length).toBeCloseTo(2 * Math.PI * 12, 0);
});

it('parts the corners of a saddle by its middle, and draws nothing beside what is no number', () => {
  const [x, y, toX, toY] = zeroPieces([1, -1, -1, 3], 2, 2);
  // The middle is positive like the corners at the ends of the diagonal: each negative one is cut off alone.
  expect([x, y, toX, toY]).toEqual([0.5, 0, 1, 0.25]);
  expect(zeroPieces([1, -1, Number.NaN, 3], 2, 2)).toEqual([]);
});
