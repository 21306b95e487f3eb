import { expect, test } from 'vitest';
import { formatBytes, formatMoment, formatPercent } from './format.ts';

test('bytes come in the unit that reads best', () => {
  expect(formatBytes(812_400)).toBe('812 kB');
  expect(formatBytes(5_240_000)).toBe('5.2 MB');
  expect(formatBytes(1_400_000_000)).toBe('1.4 GB');
});

test('a share that is not known yet is a dash, one that is tiny not nothing', () => {
  expect([Number.NaN, 0, 0.004, 0.934].map(formatPercent)).toEqual(['–', '0%', '<1%', '93%']);
});

test('a moment is a time today, else a day, with its year when it was another', () => {
  const now = new Date(2026, 7, 20, 18).getTime();
  expect(formatMoment(new Date(2026, 7, 20, 14, 5).getTime(), now)).toMatch(/2:05|14:05/);
  expect(formatMoment(new Date(2026, 7, 3).getTime(), now)).toBe('Aug 3');
  expect(formatMoment(new Date(2025, 7, 3).getTime(), now)).toBe('Aug 3, 2025');
});
