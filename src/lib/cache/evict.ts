/** Takes off the device what nothing needs any more, never something that is in use. */
import { inModels } from './database.ts';
import { filesOf } from './installed.ts';
import { dataFiles } from './data-files.ts';
import { downloadLock, ifUnused, withLock } from './locks.ts';
import { dropParts } from './unfinished.ts';

/**
 * Deletes files that neither `needed` nor an installed model names and nobody has open, and what is left
 * of downloads of hashes that are not needed.
 * @param needed hashes: of every file of the current index.
 * @returns bytes that were let go.
 * @throws FailureError `storage-unavailable` | `storage-newer`
 */
export async function evict(needed: ReadonlySet<string>): Promise<number> {
  const [kept, unfinished] = await inModels(['files', 'unfinished'], 'readonly', (transaction) =>
    Promise.all([transaction.keys('files'), transaction.keys('unfinished')]),
  );
  // Data sets were fetched because somebody wanted them: only they let them go.
  const data = new Set(dataFiles.map(({ sha256 }) => sha256));
  let freed = 0;
  for (const hash of kept as string[]) {
    if (!needed.has(hash) && !data.has(hash)) freed += await letGo(hash);
  }
  for (const key of unfinished as string[]) {
    // Those named by an address belong to an installation that may go on.
    if (isHash.test(key) && !needed.has(key) && !data.has(key))
      await withLock(downloadLock(key), () => dropParts(key));
  }
  return freed;
}

/** Takes a model and what only it needs off the device. @returns bytes that were let go. */
export async function removeInstalled(id: string, needed: ReadonlySet<string>): Promise<number> {
  const model = await inModels(['models'], 'readwrite', async (transaction) => {
    const row = await transaction.get('models', id);
    await transaction.delete('models', id);
    return row;
  });
  let freed = 0;
  for (const { sha256 } of model ? filesOf(model) : []) {
    if (!needed.has(sha256)) freed += await letGo(sha256);
  }
  return freed;
}

const isHash = /^[0-9a-f]{64}$/;

async function letGo(hash: string): Promise<number> {
  let freed = 0;
  await ifUnused(hash, async () => {
    freed = await inModels(['files', 'models'], 'readwrite', async (transaction) => {
      // Looked at in the transaction that deletes: a model may just have been installed.
      const models = await transaction.getAll('models');
      const isNeeded = models.some((model) => filesOf(model).some(({ sha256 }) => sha256 === hash));
      const file = isNeeded ? undefined : await transaction.get('files', hash);
      if (!file) return 0;
      await transaction.delete('files', hash);
      return file.blob.size;
    });
  });
  return freed;
}
