import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { pause } from './pause.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('waits its time and leaves no listener on the signal', async () => {
  const { signal } = new AbortController();
  const removed = vi.spyOn(signal, 'removeEventListener');
  const done = vi.fn();
  void pause(50, signal).then(done);
  await vi.advanceTimersByTimeAsync(49);
  expect(done).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(done).toHaveBeenCalledOnce();
  expect(removed).toHaveBeenCalledOnce();
});

it('ends at once when it is aborted, leaving no timer', async () => {
  const stop = new AbortController();
  const waiting = pause(10_000, stop.signal);
  stop.abort();
  await waiting;
  expect(vi.getTimerCount()).toBe(0);
  await pause(10_000, stop.signal);
  expect(vi.getTimerCount()).toBe(0);
});
