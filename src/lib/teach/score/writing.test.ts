import { describe, expect, it } from 'vitest';
import { fitWriting, moved, strangenessOf } from './writing.ts';

const listed = new Set(
  'my card was charged twice i want money back where is the app when open it on'.split(' '),
);
const samples = [
  'I want my money back',
  'Where is my refund?',
  'The app crashes when I open it',
  'My card was charged twice 😀',
];
const writing = fitWriting(samples, listed);
const strange = (text: string) => strangenessOf(writing, text, listed);

describe('how strangely a text is written', () => {
  it('knows the scripts and the words of its samples', () => {
    expect(writing.scripts).toEqual(['Latin']);
    expect(writing.words).toHaveLength(2);
    for (const text of samples) expect(strange(text)).toBe(0);
    expect(strange('the refund crashes, it is Żaneta')).toBe(0);
  });

  it.each(['зщшгн йцукен фывап', 'где мои деньги', 'お金を返してください', '我的卡', 'ᏣᎳᎩ'])(
    'finds %s in no script of theirs',
    (text) => expect(strange(text)).toBe(1),
  );

  it('finds words that nobody knows, the more the surer', () => {
    const nonsense = 'qwer asdf zxcv poiu lkjh mnbv'.split(' ');
    const grown = nonsense.map((_, i) => strange(nonsense.slice(0, i + 1).join(' ')));
    expect(grown[0]).toBe(0);
    expect(grown).toEqual([...grown].sort());
    expect(grown.at(-1)).toBeGreaterThan(0.6);
  });

  it('counts the part of a text that is of another script', () => {
    expect(strange('My card картакарта')).toBeGreaterThan(0.5);
    expect(strange('My card was charged twice, я')).toBeLessThan(0.1);
  });

  it('lets new words be where every sample has them', () => {
    const names = fitWriting(['Zuzana Novotná', 'Přemysl Dvořák', 'Šárka Procházková'], new Set());
    expect(strangenessOf(names, 'Jiří Kučera, Ondřej Veselý', new Set())).toBeLessThan(0.5);
  });

  it('takes kanji for Japanese where samples have kana', () => {
    const japanese = fitWriting(['おかねをかえして', 'カードがつかえない'], new Set());
    expect(strangenessOf(japanese, '現金', new Set())).toBeLessThan(0.4);
    expect(strangenessOf(japanese, 'деньги', new Set())).toBe(1);
  });

  it.each(['', '  ', '🙂 🙂', '12 + 30 = 42', '\0\u200D'])('%j is not written at all', (text) => {
    expect(strange(text)).toBe(0);
  });

  it('looks at the beginning of what is endless', () => {
    expect(strange('my card '.repeat(1_000_000))).toBe(0);
  });

  it('moves a distance towards the largest, and never back', () => {
    expect(moved(0.6, 0)).toBe(0.6);
    expect(moved(0.6, 1)).toBe(2);
    expect(moved(0.6, 0.5)).toBeCloseTo(1.3);
    expect(moved(NaN, 1)).toBeNaN();
  });
});

it('knows nothing of a project without samples', () => {
  const none = fitWriting([], listed);
  expect(none).toEqual({ scripts: [], words: new Uint32Array(0), strangest: 0 });
});
