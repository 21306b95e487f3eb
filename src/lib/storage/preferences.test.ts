import { afterEach, describe, expect, it, vi } from 'vitest';
import { readPreference, writePreference } from './preferences.ts';

const asText = (stored: unknown) => (typeof stored === 'string' ? stored : 'default');

function fakeStorage(entries = new Map<string, string>()) {
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
  });
  return entries;
}

afterEach(() => vi.unstubAllGlobals());

describe('preferences', () => {
  it('come back as they were written', () => {
    fakeStorage();
    expect(writePreference('greeting', 'oi')).toBe(true);
    expect(readPreference('greeting', asText)).toBe('oi');
  });

  it('fall back when nothing, or nonsense, is stored', () => {
    fakeStorage(new Map([['aprendiz:greeting', '{"half']]));
    expect(readPreference('greeting', asText)).toBe('default');
    expect(readPreference('other', asText)).toBe('default');
  });

  it('fall back where storage is forbidden', () => {
    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new DOMException('no', 'SecurityError');
      },
      setItem: () => {
        throw new DOMException('full', 'QuotaExceededError');
      },
    });
    expect(readPreference('greeting', asText)).toBe('default');
    expect(writePreference('greeting', 'oi')).toBe(false);
  });
});
