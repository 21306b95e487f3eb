import { expect, it } from 'vitest';
import { piecesOf, strongestOf, withoutToken } from './token-looks.ts';

const text = 'free  prize now!';
const effect = (start: number, end: number, contribution: number) => ({
  ...{ start, end, contribution },
  without: 0.5,
});
const effects = [effect(0, 4, 2), effect(6, 11, -1), effect(12, 15, 0.05), effect(15, 16, 0)];

it('cuts a text into its tokens and what is between, nothing lost', () => {
  const pieces = piecesOf(text, effects);
  expect(pieces.map((piece) => piece.text).join('')).toBe(text);
  expect(pieces.map(({ pull }) => pull)).toEqual([1, 0, -0.5, 0, 0, 0]);
  expect(piecesOf('', [])).toEqual([]);
});

it('names what does most, for or against', () => {
  expect(strongestOf(effects, 5).map(({ start }) => start)).toEqual([0, 6]);
  expect(strongestOf(effects, 1)).toHaveLength(1);
  expect(strongestOf([effect(0, 1, 0)], 5)).toEqual([]);
});

it('takes a token out with one blank beside it', () => {
  expect(withoutToken('a big dog', effect(2, 5, 0))).toBe('a dog');
  expect(withoutToken('big dog', effect(0, 3, 0))).toBe('dog');
  expect(withoutToken('big dog!', effect(7, 8, 0))).toBe('big dog');
});
