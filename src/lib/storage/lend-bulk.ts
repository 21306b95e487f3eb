/** Pictures that are there for a moment, for work that reads them by their ids. */
import { FailureError } from '#lib/failure/failure.ts';
import { markLeftover, writeInBatches, type Bulk } from './import-project.ts';
import { collectLeftovers, importLock } from './leftovers.ts';
import { holdLock } from './locks.ts';

/**
 * Writes bulk under an id that no list shows while `work` goes on; afterwards nothing is left of it, nor of what
 * was written for that id meanwhile. A tab that dies leaves it to the next start.
 * @param projectId new: no project has it.
 * @throws as `withDatabase` and `work` do
 */
export async function lendBulk<T>(
  projectId: string,
  bulk: Iterable<Bulk>,
  work: () => Promise<T>,
): Promise<T> {
  const release = await holdLock(importLock(projectId));
  if (!release) throw new FailureError('changed-elsewhere', projectId);
  try {
    await markLeftover(projectId);
    await writeInBatches(projectId, bulk);
    return await work();
  } finally {
    release();
    await collectLeftovers();
  }
}
