import { describe, expect, it, vi } from 'vitest';
import { readStorageUse, requestPersistence } from './quota.ts';

describe('readStorageUse', () => {
  it('tells bytes and the promise', async () => {
    const room = {
      estimate: () => Promise.resolve({ usage: 10, quota: 100 }),
      persisted: () => Promise.resolve(true),
    };
    expect(await readStorageUse(room)).toEqual({ used: 10, available: 100, persisted: true });
  });

  it('does without what a browser lacks', async () => {
    expect(await readStorageUse({})).toBeUndefined();
    expect(await readStorageUse({ estimate: () => Promise.resolve({ usage: 1 }) })).toBeUndefined();
    const refusing = { estimate: () => Promise.reject(new TypeError('not here')) };
    expect(await readStorageUse(refusing)).toBeUndefined();
    const old = { estimate: () => Promise.resolve({ usage: 1, quota: 2 }) };
    expect(await readStorageUse(old)).toEqual({ used: 1, available: 2, persisted: undefined });
  });
});

describe('requestPersistence', () => {
  it('asks once', async () => {
    const persist = vi.fn(() => Promise.resolve(false));
    const room = { persist, persisted: () => Promise.resolve(false) };
    expect(await requestPersistence(room)).toBe(false);
    expect(await requestPersistence(room)).toBe(false);
    expect(persist).toHaveBeenCalledTimes(1);
  });

  it('does not ask where it is promised already, or where it cannot', async () => {
    const persist = vi.fn();
    expect(await requestPersistence({ persist, persisted: () => Promise.resolve(true) })).toBe(
      true,
    );
    expect(persist).not.toHaveBeenCalled();
    expect(await requestPersistence({})).toBeUndefined();
  });
});
