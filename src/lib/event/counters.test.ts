import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  count,
  countersCsv,
  parseCounters,
  readCounters,
  resetCounters,
  totalOf,
} from './counters.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  });
});
afterEach(() => void vi.unstubAllGlobals());

test('adds up by day, and goes home as a table', () => {
  count({ visits: 1 }, new Date(2026, 4, 9, 23));
  count({ labels: 3 }, new Date(2026, 4, 9, 23, 59));
  count({ visits: 1, classes: 2, trainings: 1 }, new Date(2026, 4, 10));
  expect(totalOf(readCounters())).toEqual({ visits: 2, labels: 3, classes: 2, trainings: 1 });
  expect(countersCsv(readCounters())).toBe(
    'day,visits,labels,classes,trainings\r\n2026-05-09,1,3,0,0\r\n2026-05-10,1,0,2,1\r\n',
  );
  expect(resetCounters()).toEqual({});
  expect(totalOf(readCounters()).visits).toBe(0);
});

test('whatever was stored, only counts come out', () => {
  expect(parseCounters('x')).toEqual({});
  expect(
    parseCounters({ today: { visits: 1 }, '2026-05-09': { visits: -1, labels: '=1+1' } }),
  ).toEqual({
    '2026-05-09': { visits: 0, labels: 0, classes: 0, trainings: 0 },
  });
});
