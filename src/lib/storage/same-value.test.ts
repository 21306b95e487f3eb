import { expect, it } from 'vitest';
import { sameValue } from './same-value.ts';

it.each([
  [1, 1, true],
  [Number.NaN, Number.NaN, true],
  [undefined, undefined, true],
  [null, undefined, false],
  [{ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, true],
  [{ a: 1 }, { a: 1, b: undefined }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [{ a: 1 }, { a: 1, b: 0 }, false],
  [{ a: 1, b: 0 }, { a: 1 }, false],
  [[1, 2], [2, 1], false],
  [[1], [1, 2], false],
  [[], {}, false],
  ['1', 1, false],
])('%j and %j: %s', (a, b, same) => {
  expect(sameValue(a, b)).toBe(same);
});
