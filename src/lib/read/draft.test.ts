import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keptDraft } from './draft.ts';

const stored = new Map<string, string>();
const files = new Map<string, Response>();
const caches = {
  open: () =>
    Promise.resolve({
      put: (place: string, text: Response) => Promise.resolve(void files.set(place, text)),
      match: (place: string) => Promise.resolve(files.get(place)?.clone()),
      delete: (place: string) => Promise.resolve(files.delete(place)),
    } as unknown as Cache),
};

beforeEach(() => {
  vi.useFakeTimers();
  stored.clear();
  files.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('keeps what was typed, a moment later or at once', () => {
  const draft = keptDraft(caches);
  draft.write('a');
  draft.write('ab');
  expect(keptDraft(caches).read()).toBe('');
  vi.runAllTimers();
  expect(keptDraft(caches).read()).toBe('ab');
  draft.write('abc');
  draft.flush();
  expect(keptDraft(caches).read()).toBe('abc');
});

it('keeps a long text elsewhere, and lets go of it', async () => {
  const long = 'long '.repeat(40_000);
  const draft = keptDraft(caches);
  draft.write(long);
  draft.flush();
  await vi.runAllTimersAsync();
  expect(keptDraft(caches).read()).toBe('');
  expect(await keptDraft(caches).restore()).toBe(long);
  draft.write('short');
  draft.flush();
  await vi.runAllTimersAsync();
  expect(files.size).toBe(0);
  expect(keptDraft(caches).read()).toBe('short');
  expect(await keptDraft(caches).restore()).toBeUndefined();
});

it('reads as nothing whatever else lies there', () => {
  stored.set('aprendiz:read-draft', '[1]');
  expect(keptDraft(caches).read()).toBe('');
});
