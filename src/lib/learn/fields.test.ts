import { describe, expect, it } from 'vitest';
import { choice, flag, number, numbers, readFields, text, whole, writeFields } from './fields.ts';

const fields = {
  rate: number({ least: 0.001, most: 10, initial: 0.1 }),
  epochs: whole({ least: 1, most: 500, initial: 10 }),
  optimiser: choice(['sgd', 'adam'], 'sgd'),
  bias: flag(true),
  point: numbers({ least: -2, most: 2, initial: [0, 1] }),
  drawn: numbers({ least: -1, most: 1, initial: [], longest: 4 }),
  words: text('a+b'),
};
const read = (query: string) => readFields(fields, new URLSearchParams(query));

describe('the state of a lab in its address', () => {
  it('comes back as it was written', () => {
    const values = {
      rate: 0.25,
      epochs: 3,
      optimiser: 'adam' as const,
      bias: false,
      point: [-1.5, 0.125],
      drawn: [0.5],
      words: 'exp(a) & b=1',
    };
    const query = writeFields(fields, values, new URLSearchParams('lang=pt-BR'));
    expect(query.get('lang')).toBe('pt-BR');
    expect(readFields(fields, new URLSearchParams(query.toString()))).toEqual(values);
  });

  it('says nothing of what is as it begins', () => {
    expect(writeFields(fields, read(''), new URLSearchParams('rate=3')).toString()).toBe('');
  });

  it('takes what means nothing for the beginning, and what is out of range to the edge', () => {
    expect(read('rate=NaN&optimiser=evil&bias=yes&point=1~x&drawn=1~1~1~1~1&epochs=-4')).toEqual({
      ...read(''),
      epochs: 1,
    });
    expect(read('rate=1e9').rate).toBe(10);
    expect(read('rate=Infinity').rate).toBe(0.1);
    expect(read('point=1').point).toEqual([0, 1]);
    expect(read(`words=${'x'.repeat(121)}`).words).toBe('a+b');
  });
});
