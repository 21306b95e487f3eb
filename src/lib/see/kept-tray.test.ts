import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase } from '#lib/storage/database.ts';
import type { KeptFrame } from '#lib/storage/schema.ts';
import { KeptTray } from './kept-tray.svelte.ts';

const frame = (id: string, keptAt: number): KeptFrame => ({
  id,
  keptAt,
  origin: 'camera',
  image: new Blob(['x']),
  width: 4,
  height: 3,
  predictions: [],
  detections: [],
  models: [],
});

const ids = (tray: KeptTray) => tray.frames.map(({ id }) => id);

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

describe('KeptTray', () => {
  it('shows what an earlier visit kept, with what was kept before it had loaded', async () => {
    const earlier = new KeptTray();
    await earlier.keep(frame('old', 1));
    const tray = new KeptTray();
    const loading = tray.load();
    await tray.keep(frame('new', 2));
    await loading;
    expect(ids(tray)).toEqual(['new', 'old']);
  });

  it('undoes a deletion, on screen and in storage', async () => {
    const tray = new KeptTray();
    await tray.keep(frame('a', 1));
    await tray.keep(frame('b', 2));
    await tray.remove(['a', 'b']);
    expect(ids(tray)).toEqual([]);
    expect(tray.removed).toHaveLength(2);
    await tray.undo();
    expect(ids(tray)).toEqual(['b', 'a']);
    expect(tray.removed).toHaveLength(0);
    const next = new KeptTray();
    await next.load();
    expect(ids(next)).toEqual(['b', 'a']);
  });

  it('keeps a frame on screen when storage is full, says so, and recovers', async () => {
    const tray = new KeptTray();
    await tray.load();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await tray.keep(frame('a', 1));
    expect(ids(tray)).toEqual(['a']);
    expect(tray.failure?.code).toBe('storage-full');
    vi.restoreAllMocks();
    await tray.keep(frame('b', 2));
    expect(tray.failure).toBeUndefined();
  });
});
