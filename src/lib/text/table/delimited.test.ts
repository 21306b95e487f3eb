import { describe, expect, it } from 'vitest';
import { parseDelimited, parseLines } from './delimited.ts';

const cells = (text: string, delimiter = ',') => parseDelimited(text, delimiter).rows;

describe('parseDelimited', () => {
  it.each([
    ['plain cells and every line end', 'a,b\nc,d\r\ne,f\rg,h', ['ab', 'cd', 'ef', 'gh']],
    ['empty lines are no rows', 'a,b\n\n\r\n  \nc,d\n', ['ab', 'cd']],
  ])('%s', (_name, text, rows) => {
    expect(cells(text).map((row) => row.join(''))).toEqual(rows);
  });

  it('reads quoted cells: delimiters, line ends and doubled quotes inside, spaces around', () => {
    expect(cells('"a,1","b\nc", "say ""hi""" ,d')).toEqual([['a,1', 'b\nc', 'say "hi"', 'd']]);
  });

  it('keeps empty cells', () => {
    expect(cells('a,,"",b,\n,')).toEqual([
      ['a', '', '', 'b', ''],
      ['', ''],
    ]);
  });

  it('takes a quote inside a quoted cell for a character', () => {
    const { rows, repaired } = parseDelimited('1,"He said "hi" to me",x\n2,ok,y', ',');
    expect(rows).toEqual([
      ['1', 'He said "hi" to me', 'x'],
      ['2', 'ok', 'y'],
    ]);
    expect(repaired).toEqual([0]);
  });

  it('does not let a quote that never closes swallow the rows after it', () => {
    const { rows, repaired } = parseDelimited('1,"lost\n2,"fine, really"\n3,"lost again\n4,d', ',');
    expect(rows).toEqual([
      ['1', '"lost'],
      ['2', 'fine, really'],
      ['3', '"lost again'],
      ['4', 'd'],
    ]);
    expect(repaired).toEqual([0, 2]);
  });

  it('stays quick with a hundred thousand stray quotes', () => {
    const rows = 100_000;
    expect(cells('"a,b\n'.repeat(rows))).toHaveLength(rows);
  });

  it('reads the same rows in pieces of any size', () => {
    const text = 'a,"b ""c""\r\nd",e\r\n"f",g\r\n\r\nh,"i\nj,k\n';
    const whole = cells(text);
    for (let size = 1; size < 9; size++) {
      const rows: string[][] = [];
      let rest = '';
      for (let at = 0; at < text.length; at += size) {
        rest += text.slice(at, at + size);
        const final = at + size >= text.length;
        const parsed = parseDelimited(rest, ',', { final });
        rows.push(...parsed.rows);
        rest = rest.slice(parsed.end);
      }
      expect(rows, `pieces of ${size}`).toEqual(whole);
    }
  });
});

it('parseLines: a row for every line with something in it', () => {
  expect(parseLines('one "line\r\n\n two\rthree').rows).toEqual([
    ['one "line'],
    [' two'],
    ['three'],
  ]);
  expect(parseLines('one\ntwo', { final: false })).toMatchObject({ rows: [['one']], end: 4 });
});
