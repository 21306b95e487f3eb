/** How much a project weighs. */
import { blobOf } from '#lib/cache/kept-blob.ts';
import { eachEmbedding, eachCheckpoint } from './copy-project.ts';
import { inTransaction } from './database.ts';
import { withinProject } from './changes.ts';
import { whenIdle } from './idle.ts';

/** Rows read in one transaction. */
const SLICE = 200;

/**
 * Bytes of a project's bulk: pictures, thumbnails, embeddings and weights, those in the trash too.
 * Reads through all of it, in slices; for a place where somebody asks.
 * @throws as `withDatabase` and `pause` do.
 */
export async function measureProject(
  projectId: string,
  pause: () => Promise<void> = whenIdle,
): Promise<number> {
  let bytes = 0;
  const all = withinProject(projectId);
  for (let range = all; ; await pause()) {
    const [pictures, thumbnails] = await inTransaction(
      ['pictures', 'thumbnails'],
      'readonly',
      (transaction) =>
        Promise.all([
          transaction.objectStore('pictures').getAll(range, SLICE),
          transaction.objectStore('thumbnails').getAll(range, SLICE),
        ]),
    );
    for (const { picture } of pictures) bytes += blobOf(picture).size;
    for (const thumbnail of thumbnails) bytes += thumbnail.bytes.byteLength;
    const last = pictures.at(-1);
    if (!last || pictures.length < SLICE) break;
    range = IDBKeyRange.bound([projectId, last.id], all.upper, true);
  }
  for await (const { vectors } of eachEmbedding(projectId)) bytes += vectors.byteLength;
  for await (const { head } of eachCheckpoint(projectId)) bytes += weightOf(head);
  return bytes;
}

/** Bytes of the numbers within a structure that can be cloned. */
function weightOf(value: unknown): number {
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.values(value).reduce<number>((sum, part) => sum + weightOf(part), 0);
}
