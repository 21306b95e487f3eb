import { expect, it } from 'vitest';
import { sampleRow } from '#lib/storage/test-project.ts';
import { adviseTexts, filterTexts } from './text-coach.ts';

const nowhere = () => false;
const texts = (...all: readonly string[]) => all.map((text, i) => sampleRow(`${i}`, { text }));
const sentences = (count: number) =>
  texts(...Array.from({ length: count }, (_, i) => `a sentence of some length, number ${i}`));

it('says the most useful thing first', () => {
  expect(adviseTexts([], 0, nowhere)).toEqual({ kind: 'empty' });
  expect(adviseTexts(sentences(6), 6, nowhere)).toEqual({ kind: 'few', missing: 2 });
  expect(adviseTexts(sentences(10), 45, nowhere)).toEqual({ kind: 'fewer', times: 4 });
  expect(adviseTexts(sentences(10), 10, nowhere)).toBeUndefined();
  expect(adviseTexts(sentences(10), 10, (key) => key.endsWith('3'))).toEqual({
    kind: 'elsewhere',
    count: 1,
  });
  const twice = [...sentences(9), ...texts('the very same thing', 'the  very same thing')];
  expect(adviseTexts(twice, 11, nowhere)).toEqual({ kind: 'twins', count: 2 });
  const short = texts('ok', 'yes', 'no', 'fine', 'so', 'well', 'oh', 'and now a whole sentence');
  expect(adviseTexts(short, 8, nowhere)).toEqual({ kind: 'short', count: 7 });
});

it('shows the part of a class that is asked for', () => {
  const samples = [...texts('ok', 'a long text', 'a long  text'), sampleRow('t', { part: 'test' })];
  expect(filterTexts(samples, 'twins').map(({ text }) => text)).toEqual([
    'a long text',
    'a long  text',
  ]);
  expect(filterTexts(samples, 'short').map(({ id }) => id)).toContain('0');
  expect(filterTexts(samples, 'test')).toHaveLength(1);
});
