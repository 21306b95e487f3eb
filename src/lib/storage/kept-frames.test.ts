import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeDatabase, storageFailure } from './database.ts';
import { listKeptFrames, putKeptFrames, removeKeptFrames } from './kept-frames.ts';
import type { KeptFrame } from './schema.ts';

const frame = (id: string, keptAt: number): KeptFrame => ({
  id,
  keptAt,
  origin: 'camera',
  image: new Blob([new Uint8Array([255, 216, 255])], { type: 'image/jpeg' }),
  width: 640,
  height: 480,
  predictions: [{ label: 'cat', score: 0.9 }],
  detections: [{ label: 'cat', score: 0.9, box: { x: 0, y: 0, width: 1, height: 1 } }],
  models: ['everyday'],
});

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await closeDatabase();
});

describe('kept frames', () => {
  it('come back newest first, whole', async () => {
    await putKeptFrames([frame('old', 1), frame('new', 2)]);
    const kept = await listKeptFrames();
    expect(kept.map((f) => f.id)).toEqual(['new', 'old']);
    expect(kept[0]).toMatchObject({ predictions: [{ label: 'cat', score: 0.9 }], width: 640 });
    expect(new Uint8Array(await kept[0]!.image.arrayBuffer())).toEqual(
      new Uint8Array([255, 216, 255]),
    );
  });

  it('outlive a closed database', async () => {
    await putKeptFrames([frame('a', 1)]);
    await closeDatabase();
    expect(await listKeptFrames()).toHaveLength(1);
  });

  it('go when removed and return when put back', async () => {
    await putKeptFrames([frame('a', 1), frame('b', 2)]);
    const [b] = await listKeptFrames();
    await removeKeptFrames(['b', 'not-there']);
    expect((await listKeptFrames()).map((f) => f.id)).toEqual(['a']);
    await putKeptFrames([b!]);
    expect((await listKeptFrames()).map((f) => f.id)).toEqual(['b', 'a']);
  });

  it('fail as storage-full when the disk is full, and work again afterwards', async () => {
    await listKeptFrames();
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    await expect(putKeptFrames([frame('a', 1)])).rejects.toMatchObject({
      failure: { code: 'storage-full' },
    });
    vi.restoreAllMocks();
    await putKeptFrames([frame('a', 1)]);
    expect(await listKeptFrames()).toHaveLength(1);
  });

  it('fail as storage-unavailable when the database cannot be opened, and work again afterwards', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('blocked', 'SecurityError');
    });
    await expect(listKeptFrames()).rejects.toMatchObject({
      failure: { code: 'storage-unavailable' },
    });
    vi.restoreAllMocks();
    expect(await listKeptFrames()).toEqual([]);
  });
});

describe('storageFailure', () => {
  it('leaves bugs alone', () => {
    expect(storageFailure(new TypeError('a bug'))).toBeUndefined();
  });
});
