// What is held by a tab that sleeps is done beside it; what is held by one that works is waited for.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { withPatientLock } from './locks.ts';

let grant: () => void;
let parts: number;
const progress = () => Promise.resolve(parts);

beforeEach(() => {
  parts = 0;
  vi.useFakeTimers();
  vi.stubGlobal('navigator', {
    locks: {
      request: async (_: string, options: LockOptions, work: () => Promise<unknown>) => {
        await new Promise<void>((resolve, reject) => {
          grant = resolve;
          options.signal?.addEventListener('abort', () => reject(options.signal?.reason as Error));
        });
        return work();
      },
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The time to look, and to fetch who looks. */
async function pass(seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    await vi.advanceTimersByTimeAsync(1_000);
    await vi.dynamicImportSettled();
  }
}

it('what nobody moves is done once more, and once only', async () => {
  const work = vi.fn(() => Promise.resolve('done'));
  const waiting = withPatientLock('file', work, progress);
  await pass(30);
  expect(work).not.toHaveBeenCalled();
  await pass(30);
  expect(await waiting).toBe('done');
  grant();
  await pass(1);
  expect(work).toHaveBeenCalledOnce();
});

it('whoever works is waited for, however slow', async () => {
  const work = vi.fn(() => Promise.resolve('done'));
  const waiting = withPatientLock('file', work, progress);
  for (let minute = 0; minute < 10; minute++) {
    parts++;
    await pass(20);
  }
  expect(work).not.toHaveBeenCalled();
  grant();
  await pass(1);
  expect(await waiting).toBe('done');
});

it('who gives up waiting does nothing later', async () => {
  const work = vi.fn(() => Promise.resolve('done'));
  const controller = new AbortController();
  const waiting = withPatientLock('file', work, progress, controller.signal);
  const ended = expect(waiting).rejects.toThrow('enough');
  controller.abort(new Error('enough'));
  await ended;
  await pass(120);
  expect(work).not.toHaveBeenCalled();
});
