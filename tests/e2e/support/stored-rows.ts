/** What is on the disk, read and written past the app. */
import type { JSHandle, Page } from '@playwright/test';
import type { ProjectRow, SampleRow } from '../../../src/lib/storage/project-rows.ts';

type Store = 'projects' | 'classes' | 'samples' | 'pictures' | 'thumbnails' | 'leftovers';

export async function withStorage<T>(
  page: Page,
  work: (database: JSHandle<IDBDatabase>) => Promise<T>,
): Promise<T> {
  const database = await page.evaluateHandle(
    () =>
      new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open('aprendiz');
        opening.onsuccess = () => resolve(opening.result);
        opening.onerror = () => reject(new Error(String(opening.error)));
      }),
  );
  try {
    return await work(database);
  } finally {
    await database.evaluate((open) => open.close());
  }
}

/** How many rows each store holds, as of one moment. */
export function storedRows(page: Page, stores: readonly Store[]): Promise<number[]> {
  return withStorage(page, (database) =>
    database.evaluate((open, names) => {
      const transaction = open.transaction(names);
      return Promise.all(
        names.map(
          (name) =>
            new Promise<number>((resolve) => {
              const counting = transaction.objectStore(name).count();
              counting.onsuccess = () => resolve(counting.result);
            }),
        ),
      );
    }, stores),
  );
}

/** The settings of the project's next run; what is not named is the default. */
export function setTrainSettings(
  page: Page,
  projectId: string,
  settings: Readonly<Record<string, unknown>>,
): Promise<void> {
  return withStorage(page, (database) =>
    database.evaluate(
      (open, change) =>
        new Promise<void>((resolve) => {
          const transaction = open.transaction('projects', 'readwrite');
          const projects = transaction.objectStore('projects');
          const reading = projects.get(change.projectId);
          reading.onsuccess = () => {
            const row = reading.result as ProjectRow;
            projects.put({ ...row, settings: change.settings });
          };
          transaction.oncomplete = () => resolve();
        }),
      { projectId, settings },
    ),
  );
}

/** Locks the samples whose file's name begins so away from training. */
export function lockForTest(page: Page, projectId: string, prefix: string): Promise<void> {
  return withStorage(page, (database) =>
    database.evaluate(
      (open, wanted) =>
        new Promise<void>((resolve) => {
          const transaction = open.transaction('samples', 'readwrite');
          const samples = transaction.objectStore('samples');
          const reading = samples.getAll(
            IDBKeyRange.bound([wanted.projectId], [wanted.projectId, []]),
          );
          reading.onsuccess = () => {
            for (const row of reading.result as SampleRow[]) {
              if (row.fileName?.startsWith(wanted.prefix)) samples.put({ ...row, part: 'test' });
            }
          };
          transaction.oncomplete = () => resolve();
        }),
      { projectId, prefix },
    ),
  );
}

/** Ends a page as a killed tab ends: without a word to it. */
export async function kill(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent('crash');
  // Whoever crashes does not answer.
  void session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}
