import { beforeEach, expect, it, vi } from 'vitest';
import type { Ending } from '#lib/engine/protocol.ts';
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
  let asked = 0;
  const worker = (ending: Ending<number>) => ({
    call: () => (asked++, { ending: Promise.resolve(ending), update: () => false }) as never,
  });
  expect(await speedOf(['a'], worker({ kind: 'cancelled' }))).toBeUndefined();
  expect(await speedOf(['a'], worker({ kind: 'result', value: 33 }))).toBe(33);
  expect(await speedOf(['a'], worker({ kind: 'result', value: 7 }))).toBe(33);
  expect(asked).toBe(2);
});
