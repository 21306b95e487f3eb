import { expect, it } from 'vitest';
import { colourProperty, letterAt } from './category.ts';

it('begins the colours again after the eighth', () => {
  expect([0, 7, 8, 17, -1].map(colourProperty)).toEqual([
    '--class-1',
    '--class-8',
    '--class-1',
    '--class-2',
    '--class-8',
  ]);
});

it('letters classes as a spreadsheet does its columns', () => {
  expect([0, 1, 25, 26, 27, 52, 702].map(letterAt)).toEqual([
    'A',
    'B',
    'Z',
    'AA',
    'AB',
    'BA',
    'AAA',
  ]);
});
