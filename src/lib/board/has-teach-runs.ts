import { inTransaction } from '#lib/storage/database.ts';

/** Whether there is any, so that who never taught does not load what reads them. @throws as `withDatabase` does */
export const hasTeachRuns = (): Promise<boolean> =>
  inTransaction(['runs', 'running-runs'], 'readonly', async (transaction) => {
    const counts = await Promise.all([
      transaction.objectStore('runs').count(),
      transaction.objectStore('running-runs').count(),
    ]);
    return counts.some((count) => count > 0);
  });
