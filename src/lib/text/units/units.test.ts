import { describe, expect, it } from 'vitest';
import { CharacterTokenizer } from './characters.ts';
import { visibleRuns } from './graphemes.ts';
import { fnv1a32 } from './hash.ts';
import { plainText } from './plain.ts';
import type { Tokens } from './tokens.ts';
import { WordTokenizer } from './words.ts';

// That Python says the same is proved by every model's samples (model/parity.test.ts).

describe('plain text', () => {
  it.each([
    ['nothing', '', ''],
    ['runs of blanks of any kind', ' a\t\n\u3000b\u00A0\u2028 ', ' a b '],
    ['what is not seen', 'n\0ul \u200Bze\u200Cro\uFEFF so\u00ADft\u202E', 'nul zero soft'],
    ['halves of surrogate pairs', '\uD83Da\uDE00\uD83D', 'a'],
    ['letters with marks', 'cafe\u0301 A\u030A \u212B', 'café Å Å'],
    ['marks with something hidden before them', 'e\u200D\u0301', 'é'],
    ['Hangul in pieces', '\u1112\u1161\u11AB', '한'],
    ['a joiner of pictures, and no other', '👨\u200D👩 a\u200Db 👨\u200Da', '👨\u200D👩 ab 👨a'],
  ])('%s', (_, typed, plain) => {
    expect(plainText(typed, false).text).toBe(plain);
  });

  it.each([
    ['ΟΔΥΣΣΕΥΣ ς', 'οδυσσευσ ς'],
    ['İstanbul ẞ', 'i̇stanbul ß'],
  ])('lower case hangs on no neighbour: %s', (typed, plain) => {
    expect(plainText(typed, true).text).toBe(plain);
  });

  it('knows where each piece was typed', () => {
    const typed = 'A\u200Be\u0301 \t İ';
    const plain = plainText(typed, true);
    expect(plain.text).toBe('aé i\u0307');
    const places = Array.from(plain.text, (_, unit) => [plain.startOf(unit), plain.endOf(unit)]);
    expect(places).toEqual([
      [0, 1],
      [2, 4],
      [4, 7],
      [7, 8],
      [7, 8],
    ]);
  });
});

describe('characters', () => {
  const tokenizer = new CharacterTokenizer({
    kind: 'characters',
    lowerCase: true,
    alphabet: 'ab😀',
    ranges: [
      [0x61, 0x7a, 5],
      [0x4e00, 0x9fff, 6],
    ],
  });

  it('have rows of their own, of their range, or that of the unknown', () => {
    const tokens = tokenizer.tokenize('Ab😀z漢?');
    expect(tokens.rows).toEqual([2, 3, 4, 5, 6, 1]);
    expect(tokens.firsts).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(tokens.starts).toEqual([0, 1, 2, 4, 5, 6]);
    expect(tokens.ends).toEqual([1, 2, 4, 5, 6, 7]);
    expect(tokenizer.rowCount).toBe(7);
  });
});

describe('words', () => {
  const pattern = String.raw`[\p{L}\p{M}]+|[^ ]`;
  const units = { kind: 'words', lowerCase: true, pattern, words: ['sei'] } as const;

  it('are hashed as FNV-1a says', () => {
    // http://www.isthe.com/chongo/tech/comp/fnv/: test vectors
    expect(fnv1a32('')).toBe(0x811c9dc5);
    expect(fnv1a32('a')).toBe(0xe40c292c);
    expect(fnv1a32('foobar')).toBe(0xbf9cf968);
  });

  it('have their own row and those of their n-grams', () => {
    const tokenizer = new WordTokenizer({ ...units, buckets: 100, grams: [3, 4] });
    const tokens = tokenizer.tokenize('SEI, sei');
    const grams = ['<se', 'sei', 'ei>', '<sei', 'sei>'].map((gram) => 2 + (fnv1a32(gram) % 100));
    const comma = 2 + (fnv1a32('<,>') % 100);
    expect(tokens.rows).toEqual([1, ...grams, comma, 1, ...grams]);
    expect(tokens.firsts).toEqual([0, 6, 7, 13]);
    expect(tokens.ends).toEqual([3, 4, 8]);
  });

  it('without n-grams that are not listed have the row of padding', () => {
    const tokenizer = new WordTokenizer({ ...units, buckets: 0, grams: [3, 4] });
    expect(tokenizer.tokenize('sei que').rows).toEqual([1, 0]);
  });
});

describe('what is seen as one', () => {
  const tokenizer = new CharacterTokenizer({
    kind: 'characters',
    lowerCase: false,
    alphabet: '',
    ranges: [],
  });
  const seen = (text: string) =>
    visibleRuns(text, placesOf(tokenizer.tokenize(text))).map(({ start, end }) =>
      text.slice(start, end),
    );

  it.each([
    ['plain letters', 'a b', ['a', ' ', 'b']],
    ['a family', 'x👨\u200D👩\u200D👧y', ['x', '👨\u200D👩\u200D👧', 'y']],
    ['a skin', '👍🏽!', ['👍🏽', '!']],
    ['marks that do not compose', 'z\u0351\u0324a', ['z\u0351\u0324', 'a']],
    ['a flag', '🇧🇷🇵🇹', ['🇧🇷', '🇵🇹']],
    ['nothing', '', []],
  ])('%s', (_, text, pieces) => {
    expect(seen(text)).toEqual(pieces);
  });
});

describe('any text', () => {
  const tokenizers = [
    new CharacterTokenizer({ kind: 'characters', lowerCase: true, alphabet: 'ab', ranges: [] }),
    new WordTokenizer({
      ...{ kind: 'words', lowerCase: true, words: [], buckets: 50, grams: [2, 3] },
      pattern: String.raw`[\p{L}\p{M}]{1,40}|[^ ]`,
    }),
  ];

  it('has tokens in order, each within the text', () => {
    for (const text of nastyTexts(400)) {
      for (const tokenizer of tokenizers) {
        const tokens = tokenizer.tokenize(text);
        let last = 0;
        for (const { start, end } of placesOf(tokens)) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = start;
        }
        expect(Math.max(0, ...tokens.ends)).toBeLessThanOrEqual(text.length);
        expect(tokens.rows.every((row) => row >= 0 && row < tokenizer.rowCount)).toBe(true);
        const runs = visibleRuns(text, placesOf(tokens));
        expect(runs.reduce((sum, { first, after }) => sum + after - first, 0)).toBe(tokens.count);
      }
    }
  });
});

function placesOf({ starts, ends }: Tokens) {
  return starts.map((start, n) => ({ start, end: ends[n]! }));
}

/** Texts made of what breaks texts; the same ones every time. */
function nastyTexts(count: number): string[] {
  const pieces = [
    ...[
      'a',
      'B',
      ' ',
      '\t',
      '\0',
      '\u0301',
      '\u200B',
      '\u200D',
      '\uFE0F',
      '😀',
      '🏽',
      '🇧',
      '\uD83D',
    ],
    ...[
      '\uDE00',
      '\u1112',
      '\u1161',
      '가',
      'ש',
      '\u0651',
      'İ',
      'Σ',
      '\u212B',
      '\u0958',
      '漢',
      '\u202E',
    ],
    ...['\r\n', '\u0085', '<b>', "'", '0'],
  ];
  let state = 1;
  const next = (below: number) => {
    state = (state * 1_103 + 12_345) % 65_536;
    return Math.floor((state / 65_536) * below);
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: next(20) }, () => pieces[next(pieces.length)]).join(''),
  );
}
