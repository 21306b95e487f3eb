import { describe, expect, it } from 'vitest';
import { operationOf, operations, type OperationName } from './operations.ts';

/** Operands away from corners, inside every domain. */
const operands: readonly (readonly number[])[] = [
  [0.7, 1.9],
  [1.3, 0.4],
];

describe('the local derivative of', () => {
  for (const name of Object.keys(operations) as OperationName[]) {
    it(`${name} is what a small nudge gives`, () => {
      const { compute, slopes } = operationOf(name);
      for (const at of operands) {
        const slopesHere = slopes(at, compute(at));
        slopesHere.forEach((slope, place) => {
          const h = 1e-6;
          const moved = (by: number) => compute(at.with(place, at[place]! + by));
          expect(slope).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 7);
        });
      }
    });
  }
});

it('says it in symbols', () => {
  const said = (name: OperationName, place: number) =>
    operationOf(name).slopeSaid(['a', 'b'], place, 'f');
  expect(said('multiply', 0)).toBe('b');
  expect(said('divide', 1)).toBe('−a/b²');
  expect(said('exp', 0)).toBe('f');
  expect(said('log', 0)).toBe('1/a');
});
