import { beforeEach, expect, it, vi } from 'vitest';
import { keepSpeed, knownSpeed, speedOf } from './known-speeds.ts';

const day = 24 * 3_600_000;

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  return () => vi.unstubAllGlobals();
});

it('a speed is known for a week, for the same models on the same backend, and then measured again', () => {
  expect(knownSpeed('wasm a b', 0)).toBeUndefined();
  keepSpeed('wasm a b', 54, 0);
  expect(knownSpeed('wasm a b', 6 * day)).toBe(54);
  keepSpeed('wasm a b', 54, 6 * day);
  expect(knownSpeed('wasm a b', 7 * day)).toBeUndefined();
  expect(knownSpeed('wasm a', 0)).toBeUndefined();
  keepSpeed('wasm a b', 60, 8 * day);
  expect(knownSpeed('wasm a b', 8 * day)).toBe(60);
});

it('what means nothing is not known', () => {
  for (const stored of [
    'null',
    '7',
    '{"what":"w","ms":"x","at":0}',
    '{"what":"w","ms":-1,"at":0}',
  ]) {
    localStorage.setItem('aprendiz:speed', stored);
    expect(knownSpeed('w', 0)).toBeUndefined();
  }
});

it('is measured where it is not known, and then it is', async () => {
  expect(await speedOf('wasm a', () => Promise.resolve(undefined))).toBeUndefined();
  expect(await speedOf('wasm a', () => Promise.resolve(33))).toBe(33);
  expect(await speedOf('wasm a', () => Promise.reject(new Error('measured again')))).toBe(33);
});
