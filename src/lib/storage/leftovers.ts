/**
 * Bulk that belongs to no project: of an import that died on the way, or of a project removed for
 * good. It is marked before it comes to be, so that it can be found without looking through all.
 * Every function throws as `withDatabase` does.
 */
import { withinProject } from './changes.ts';
import { heardElsewhere, inTransaction, type Store } from './database.ts';
import { whenIdle } from './idle.ts';
import { isLockHeld } from './locks.ts';

export const bulkStores = ['pictures', 'thumbnails', 'embeddings', 'checkpoints'] as const;
const rowStores: Store[] = [
  'classes',
  'samples',
  'runs',
  'running-runs',
  'journal',
  'journal-cursors',
];
/** Rows deleted in one transaction. */
const SLICE = 500;

/** The lock of whoever writes bulk for a project that is not there yet. */
export const importLock = (projectId: string) => `aprendiz-import-${projectId}`;

/** Removes a project for good: its rows at once, its bulk as {@link collectLeftovers} finds it. */
export async function removeProject(projectId: string): Promise<void> {
  await inTransaction(['projects', 'leftovers', ...rowStores], 'readwrite', async (transaction) => {
    transaction.objectStore('projects').delete(projectId).catch(heardElsewhere);
    transaction.objectStore('journal-cursors').delete(projectId).catch(heardElsewhere);
    const range = withinProject(projectId);
    for (const store of rowStores) {
      if (store !== 'journal-cursors') {
        transaction.objectStore(store).delete(range).catch(heardElsewhere);
      }
    }
    const leftover = { projectId, since: Date.now() };
    transaction.objectStore('leftovers').put(leftover).catch(heardElsewhere);
  });
}

/** Deletes what nobody owns, a little at a time; imports that are alive are left alone. */
export async function collectLeftovers(pause: () => Promise<void> = whenIdle): Promise<void> {
  const leftovers = await inTransaction(['leftovers'], 'readonly', (transaction) =>
    transaction.objectStore('leftovers').getAll(),
  );
  for (const { projectId } of leftovers) {
    if (await isLockHeld(importLock(projectId))) continue;
    for (const store of bulkStores) {
      while (await deleteSlice(store, projectId)) await pause();
    }
    await inTransaction(['leftovers'], 'readwrite', async (transaction) => {
      transaction.objectStore('leftovers').delete(projectId).catch(heardElsewhere);
    });
  }
}

/** True while there may be more. Nothing is deleted of a project that is there after all. */
async function deleteSlice(
  store: (typeof bulkStores)[number],
  projectId: string,
): Promise<boolean> {
  return inTransaction(['projects', store], 'readwrite', async (transaction) => {
    if ((await transaction.objectStore('projects').count(projectId)) > 0) return false;
    const bulk = transaction.objectStore(store);
    const keys: IDBValidKey[] = await bulk.getAllKeys(withinProject(projectId), SLICE);
    if (keys.length === 0) return false;
    bulk.delete(IDBKeyRange.bound(keys[0], keys.at(-1))).catch(heardElsewhere);
    return keys.length === SLICE;
  });
}
