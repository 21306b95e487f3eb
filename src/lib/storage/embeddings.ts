/**
 * Cached answers of the trunk, as compact float16 rows; what the bits mean is the caller's business.
 * Every function throws as `withDatabase` does.
 */
import { withinProject } from './changes.ts';
import { heardElsewhere, inTransaction } from './database.ts';
import type { EmbeddingRow } from './project-rows.ts';

/** Rows read in one transaction: what others read meanwhile waits for no more than these. */
const SLICE = 500;

/** Every embedding of a project from one trunk and one augmentation ('' for none). */
export async function readEmbeddings(
  projectId: string,
  trunk: string,
  augmentation: string,
): Promise<EmbeddingRow[]> {
  const rows: EmbeddingRow[] = [];
  for await (const some of eachEmbeddings(projectId, trunk, augmentation)) rows.push(...some);
  return rows;
}

/** The same, some at a time. */
export async function* eachEmbeddings(
  projectId: string,
  trunk: string,
  augmentation: string,
): AsyncGenerator<EmbeddingRow[], void, undefined> {
  const all = withinProject(projectId, trunk, augmentation);
  for (let range = all; ;) {
    const rows = await inTransaction(['embeddings'], 'readonly', (transaction) =>
      transaction.objectStore('embeddings').getAll(range, SLICE),
    );
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < SLICE) return;
    range = IDBKeyRange.bound([projectId, trunk, augmentation, last.sampleId], all.upper, true);
  }
}

/** All of them are written, or none. */
export async function writeEmbeddings(rows: readonly EmbeddingRow[]): Promise<void> {
  await inTransaction(['embeddings'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('embeddings');
    for (const row of rows) store.put(row).catch(heardElsewhere);
  });
}

/** Forgets the embeddings of one trunk, or of one augmentation of it: they can be made again. */
export async function removeEmbeddings(
  projectId: string,
  trunk: string,
  augmentation?: string,
): Promise<void> {
  const rest = augmentation === undefined ? [] : [augmentation];
  await inTransaction(['embeddings'], 'readwrite', async (transaction) => {
    await transaction.objectStore('embeddings').delete(withinProject(projectId, trunk, ...rest));
  });
}
