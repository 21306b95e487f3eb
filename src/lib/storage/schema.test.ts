import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB, type IDBPDatabase } from 'idb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { closeDatabase, withDatabase } from './database.ts';
import { listKeptFrames } from './kept-frames.ts';
import { DATABASE_NAME, DATABASE_VERSION, migrations } from './schema.ts';
import { dumpProject, storeProject } from './test-project.ts';

/**
 * The databases of released versions, made by hand as those versions made them: what the code says
 * today must not change what people have.
 */
const released: Record<number, (database: IDBPDatabase) => void> = {
  1: (database) => {
    const frames = database.createObjectStore('kept-frames', { keyPath: 'id' });
    frames.createIndex('by-time', 'keptAt');
    for (const [id, keptAt] of [
      ['old', 1],
      ['new', 2],
    ] as const) {
      void frames.put({
        id,
        keptAt,
        origin: 'camera',
        image: new Blob([id], { type: 'image/jpeg' }),
        width: 4,
        height: 3,
        predictions: [{ label: 'cat', score: 0.9 }],
        detections: [],
        models: ['everyday'],
      });
    }
  },
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

afterEach(closeDatabase);

describe('migrations', () => {
  it('have one for each version, and a released database for each earlier one', () => {
    expect(migrations).toHaveLength(DATABASE_VERSION);
    const earlier = Array.from({ length: DATABASE_VERSION - 1 }, (_, i) => String(i + 1));
    expect(Object.keys(released)).toEqual(earlier);
  });

  it.each(Object.entries(released))(
    'bring a database of version %s up to date',
    async (v, make) => {
      const old = await openDB(DATABASE_NAME, Number(v), { upgrade: make });
      old.close();

      const kept = await listKeptFrames();
      expect(kept.map(({ id }) => id)).toEqual(['new', 'old']);
      expect(await kept[0]!.image.text()).toBe('new');
      await storeProject();
      expect(await dumpProject()).toContain('"Pets"');
    },
  );

  it('leave the same stores and keys as a new database has', async () => {
    const shape = () =>
      withDatabase((database) =>
        Promise.resolve(
          [...database.objectStoreNames].map((name) => {
            const store = database.transaction(name).store;
            return [name, store.keyPath, [...store.indexNames]];
          }),
        ),
      );
    const fresh = await shape();
    await closeDatabase();
    globalThis.indexedDB = new IDBFactory();
    (await openDB(DATABASE_NAME, 1, { upgrade: released[1] })).close();
    expect(await shape()).toEqual(fresh);
  });

  it('refuse a database of a newer version, and leave it alone', async () => {
    (await openDB(DATABASE_NAME, DATABASE_VERSION + 1)).close();
    await expect(listKeptFrames()).rejects.toMatchObject({ failure: { code: 'storage-newer' } });
    const newer = await openDB(DATABASE_NAME);
    expect(newer.version).toBe(DATABASE_VERSION + 1);
    newer.close();
  });
});
