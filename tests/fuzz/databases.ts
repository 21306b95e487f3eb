/** Databases in memory: fresh for each case, and counted after it. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { closeModels } from '../../src/lib/cache/database.ts';
import { closeDatabase } from '../../src/lib/storage/database.ts';
import { expectThat } from './target.ts';

export async function freshDatabases(): Promise<void> {
  await closeDatabase();
  await closeModels();
  globalThis.indexedDB = new IDBFactory();
}

/** Rows by store of every database there is. */
async function countRows(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const opening = indexedDB.open(name!);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(new Error(String(opening.error)));
    });
    for (const store of database.objectStoreNames) {
      counts[`${name}/${store}`] = await new Promise<number>((resolve) => {
        const counting = database.transaction(store).objectStore(store).count();
        counting.onsuccess = () => resolve(counting.result);
      });
    }
    database.close();
  }
  return counts;
}

/** Nothing was written, or all of it was taken back. */
export async function expectEmpty(): Promise<void> {
  const left = Object.entries(await countRows()).filter(([, count]) => count > 0);
  expectThat(left.length === 0, `rows are left: ${JSON.stringify(left)}`);
}
