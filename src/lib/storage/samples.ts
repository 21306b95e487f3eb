/**
 * Pictures and texts of samples, a batch at a time. Ids that have none are left out of the answer.
 * Every function throws as `withDatabase` does.
 */
import { blobOf } from '#lib/cache/kept-blob.ts';
import { inTransaction } from './database.ts';
import type { SampleData } from './project-rows.ts';
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

/** Pictures with their thumbnails, in the order of `ids`, read as they are asked for: for an export. */
export async function* eachSampleData(
  projectId: string,
  ids: readonly string[],
  batch = 32,
): AsyncGenerator<SampleData, void, undefined> {
  for (let start = 0; start < ids.length; start += batch) {
    const some = ids.slice(start, start + batch);
    const [pictures, thumbnails] = await Promise.all([
      readPictures(projectId, some),
      readThumbnails(projectId, some),
    ]);
    for (const id of some) {
      const picture = pictures.get(id);
      const thumbnail = thumbnails.get(id);
      if (picture && thumbnail) yield { id, projectId, picture, thumbnail };
    }
  }
}
