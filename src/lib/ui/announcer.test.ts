import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Announcer } from './announcer.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function hear(intervalMs: number) {
  const heard: string[] = [];
  return { heard, announcer: new Announcer((text) => heard.push(text), intervalMs, Date.now) };
}

test('says the first at once and then only the newest of each interval', () => {
  const { heard, announcer } = hear(2000);
  announcer.announce('cat');
  announcer.announce('dog');
  announcer.announce('cup');
  expect(heard).toEqual(['cat']);
  vi.advanceTimersByTime(2000);
  expect(heard).toEqual(['cat', 'cup']);
});

test('does not repeat itself, and starts again after a silence', () => {
  const { heard, announcer } = hear(1000);
  announcer.announce('cat');
  announcer.announce('cat');
  vi.advanceTimersByTime(5000);
  announcer.announce('cat');
  announcer.announce('cup');
  expect(heard).toEqual(['cat', 'cup']);
});

test('stop drops what was waiting', () => {
  const { heard, announcer } = hear(1000);
  announcer.announce('cat');
  announcer.announce('cup');
  announcer.stop();
  vi.advanceTimersByTime(5000);
  expect(heard).toEqual(['cat']);
});
