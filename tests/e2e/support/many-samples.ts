/** Fills a project quicker than any camera: rows, pictures and embeddings written past the app. */
import type { Page } from '@playwright/test';
import type {
  ClassRow,
  EmbeddingRow,
  JournalCursor,
  SampleRow,
} from '../../../src/lib/storage/project-rows.ts';
import type { PictureRow, ThumbnailRow } from '../../../src/lib/storage/schema.ts';
import { dimensionsOf, everydayTrunk } from '../../../src/lib/vision/trunks.ts';
import { withStorage } from './stored-rows.ts';

/**
 * To every class of a project the same picture many times, with embeddings that tell the classes apart.
 * @param thumbnail by default the picture
 */
export function addManySamples(
  page: Page,
  projectId: string,
  perClass: number,
  picture: Buffer,
  thumbnail = picture,
): Promise<void> {
  const wanted = {
    projectId,
    perClass,
    picture: picture.toString('base64'),
    thumbnail: thumbnail.toString('base64'),
    trunk: everydayTrunk.id,
    dimensions: dimensionsOf(everydayTrunk),
  };
  return withStorage(page, (database) =>
    database.evaluate(
      async (open, { projectId, perClass, picture, thumbnail, trunk, dimensions }) => {
        const bytesOf = (encoded: string) =>
          Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
        const blob = new Blob([bytesOf(picture)], { type: 'image/jpeg' });
        const bytes = bytesOf(thumbnail);
        const all = <T>(store: IDBObjectStore, range: IDBKeyRange) =>
          new Promise<T[]>((resolve) => {
            const reading = store.getAll(range);
            reading.onsuccess = () => resolve(reading.result as T[]);
          });
        const stores = ['classes', 'samples', 'pictures', 'thumbnails', 'embeddings'] as const;
        const transaction = open.transaction([...stores, 'journal-cursors'], 'readwrite');
        const put = (
          store: (typeof stores)[number],
          row: SampleRow | PictureRow | ThumbnailRow | EmbeddingRow,
        ) => transaction.objectStore(store).put(row);
        const classes = await all<ClassRow>(
          transaction.objectStore('classes'),
          IDBKeyRange.bound([projectId], [projectId, []]),
        );
        for (const [k, { id: classId }] of classes.entries()) {
          for (let i = 0; i < perClass; i++) {
            const id = `${classId}-${i}`;
            const hash = (k * perClass + i).toString(16).padStart(16, '0');
            const origin = 'file';
            const sample = { id, projectId, classId, burst: id, takenAt: i, origin, hash } as const;
            put('samples', { ...sample, part: 'auto', width: 320, height: 214 });
            put('pictures', { id, projectId, picture: blob });
            put('thumbnails', { id, projectId, bytes: bytes.buffer, type: 'image/jpeg' });
            // Halves: 0x3c00 is 1. Each class is bright in its own tenth, with a little of everything.
            const vectors = Uint16Array.from({ length: dimensions }, (_, j) =>
              j % classes.length === k ? 0x3c00 : 0x2c00 + ((i * 7919 + j * 104729) % 1024),
            );
            const augmentation = '';
            put('embeddings', {
              sampleId: id,
              projectId,
              trunk,
              augmentation,
              vectors,
              dimensions,
            });
          }
        }
        const cursors = transaction.objectStore('journal-cursors');
        const tally = Object.fromEntries(classes.map(({ id }) => [id, perClass]));
        const reading = cursors.get(projectId);
        reading.onsuccess = () => {
          const cursor = reading.result as JournalCursor;
          cursors.put({ ...cursor, tally, revision: cursor.revision + 1 });
        };
        await new Promise<void>((resolve, reject) => {
          transaction.oncomplete = () => resolve();
          transaction.onabort = () => reject(new Error(String(transaction.error)));
        });
      },
      wanted,
    ),
  );
}
