import { afterEach, describe, expect, it, vi } from 'vitest';
import { holdLock, isLockHeld } from './locks.ts';

afterEach(() => vi.unstubAllGlobals());

/** Locks as the platform has them, with those that other tabs hold. */
function platform(elsewhere: readonly string[]): Set<string> {
  const held = new Set(elsewhere);
  vi.stubGlobal('navigator', {
    locks: {
      query: () => Promise.resolve({ held: [...held].map((name) => ({ name })) }),
      request: async (
        name: string,
        _: unknown,
        work: (lock: { name: string } | null) => Promise<void> | undefined,
      ) => {
        if (held.has(name)) return work(null);
        held.add(name);
        await work({ name });
        held.delete(name);
        return undefined;
      },
    },
  });
  return held;
}

describe.each([
  ['with the platform', true],
  ['without', false],
])('locks %s', (_, has) => {
  it('are held by one until released', async () => {
    if (has) platform([]);
    const release = await holdLock('a');
    expect(await isLockHeld('a')).toBe(true);
    expect(await holdLock('a')).toBeUndefined();
    release!();
    await vi.waitFor(async () => expect(await isLockHeld('a')).toBe(false));
    (await holdLock('a'))!();
  });
});

it('of another tab are not to be had', async () => {
  const held = platform(['theirs']);
  expect(await isLockHeld('theirs')).toBe(true);
  expect(await holdLock('theirs')).toBeUndefined();
  held.delete('theirs');
  expect(await isLockHeld('theirs')).toBe(false);
  (await holdLock('theirs'))!();
});
