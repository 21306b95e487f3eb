/**
 * Pictures and texts of samples, a batch at a time. Ids that have none are left out of the answer.
 * Every function throws as `withDatabase` does.
 */
import { blobOf } from '#lib/cache/kept-blob.ts';
import { withinProject } from './changes.ts';
import { inTransaction } from './database.ts';
import type { SampleData } from './project-rows.ts';
import { dataUrlOf } from './data-url.ts';
import { unpackThumbnail } from './sample-data.ts';

/** Thumbnails by sample id; a few hundred at a time are quick. */
export async function readThumbnails(
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, Blob>> {
  return inTransaction(['thumbnails'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('thumbnails');
    const rows = await Promise.all(ids.map((id) => store.get([projectId, id])));
    return new Map(rows.flatMap((row) => (row ? [[row.id, unpackThumbnail(row)]] : [])));
  });
}

/** The same as URLs that carry their bytes: nothing of them is made or given back by another process. */
export async function readThumbnailUrls(
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  return inTransaction(['thumbnails'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('thumbnails');
    const rows = await Promise.all(ids.map((id) => store.get([projectId, id])));
    return new Map(rows.flatMap((row) => (row ? [[row.id, dataUrlOf(row.bytes, row.type)]] : [])));
  });
}

/** Pictures by sample id: blobs, whose bytes stay on disk until they are read. */
export async function readPictures(
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, Blob>> {
  return inTransaction(['pictures'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('pictures');
    const rows = await Promise.all(ids.map((id) => store.get([projectId, id])));
    return new Map(rows.flatMap((row) => (row ? [[row.id, blobOf(row.picture)]] : [])));
  });
}

export async function readPicture(projectId: string, id: string): Promise<Blob | undefined> {
  return (await readPictures(projectId, [id])).get(id);
}

/** Texts by sample id. */
export async function readTexts(
  projectId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  return inTransaction(['samples'], 'readonly', async (transaction) => {
    const store = transaction.objectStore('samples');
    const rows = await Promise.all(ids.map((id) => store.get([projectId, id])));
    return new Map(rows.flatMap((row) => (row?.text === undefined ? [] : [[row.id, row.text]])));
  });
}

/**
 * Pictures with their thumbnails, in the order of their ids, read as they are asked for: for an export.
 * Whole stretches of rows at a time: so many requests as samples would cost more than those in the trash.
 */
export async function* eachSampleData(
  projectId: string,
  ids: Iterable<string>,
  batch = 64,
): AsyncGenerator<SampleData, void, undefined> {
  const wanted = new Set(ids);
  const all = withinProject(projectId);
  for (let range = all; wanted.size > 0;) {
    const [pictures, thumbnails] = await inTransaction(
      ['pictures', 'thumbnails'],
      'readonly',
      (transaction) =>
        Promise.all([
          transaction.objectStore('pictures').getAll(range, batch),
          transaction.objectStore('thumbnails').getAll(range, batch),
        ]),
    );
    const last = pictures.at(-1);
    if (!last) return;
    const thumbnailOf = new Map(thumbnails.map((row) => [row.id, row]));
    for (const { id, picture } of pictures) {
      if (!wanted.delete(id)) continue;
      const thumbnail = thumbnailOf.get(id) ?? (await readThumbnailRow(projectId, id));
      if (thumbnail) yield { id, projectId, picture: blobOf(picture), thumbnail };
    }
    range = IDBKeyRange.bound([projectId, last.id], all.upper, true);
  }
}

/** Of a sample that stands beside others in one store than in the other. */
const readThumbnailRow = (projectId: string, id: string) =>
  inTransaction(['thumbnails'], 'readonly', (transaction) =>
    transaction.objectStore('thumbnails').get([projectId, id]),
  );
