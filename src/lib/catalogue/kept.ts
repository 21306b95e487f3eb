import { inModels } from '#lib/cache/database.ts';
import type { Kept } from './rows.ts';

/** What lies on this device, by name: nothing is read. @throws FailureError `storage-unavailable` | `storage-newer` */
export async function readKept(): Promise<Kept> {
  const [files, models] = await inModels(['files', 'models'], 'readonly', (transaction) =>
    Promise.all([transaction.keys('files'), transaction.getAll('models')]),
  );
  return { files: new Set(files as string[]), models };
}
