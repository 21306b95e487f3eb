import { expect, it } from 'vitest';
import { linesOf, longestText, siftTexts } from './sift.ts';
import { plainKey } from './plain-key.ts';

it('keeps what is new, once, as it was typed', () => {
  const known = new Set([plainKey('Hello  there')]);
  const long = 'x'.repeat(longestText + 1);
  const sifted = siftTexts(
    [
      'hello there',
      'Hello\u200B there',
      'caf\u00e9',
      'cafe\u0301',
      '\u0000 \t',
      '<b>=1+1</b>',
      long,
    ],
    known,
  );
  expect(sifted).toEqual({
    kept: ['hello there', 'caf\u00e9', '<b>=1+1</b>'],
    twins: ['Hello\u200B there', 'cafe\u0301'],
    empty: 1,
    tooLong: [long],
  });
  expect(siftTexts(['Hello there', 'Hello there'], known, true).kept).toHaveLength(2);
});

it('cuts lines at every kind of line end, without those that hold nothing', () => {
  expect(linesOf('a\r\n\r\n b \rc\n\n')).toEqual(['a', 'b', 'c']);
});
