/**
 * Brings in a project that is made of more than fits in a transaction: its bulk first, under an id
 * that no list shows, and its rows last, at once. Until then it does not exist; what a dead import
 * leaves is collected.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { tallyAfter } from './changes.ts';
import { heardElsewhere, inTransaction } from './database.ts';
import { newCursor } from './journal.ts';
import { bulkStores, collectLeftovers, importLock } from './leftovers.ts';
import { holdLock } from './locks.ts';
import type {
  CheckpointRow,
  ClassRow,
  EmbeddingRow,
  ProjectRow,
  RunRow,
  SampleData,
  SampleRow,
} from './project-rows.ts';
import { packSampleData } from './sample-data.ts';

/** One piece of bulk; its project id is the imported project's. */
export type Bulk =
  | { readonly kind: 'sample-data'; readonly data: SampleData }
  | { readonly kind: 'embedding'; readonly row: EmbeddingRow }
  | { readonly kind: 'checkpoint'; readonly row: CheckpointRow };

export interface ImportedRows {
  readonly project: ProjectRow;
  readonly classes: readonly ClassRow[];
  readonly samples: readonly SampleRow[];
  readonly runs: readonly RunRow[];
}

/** Pieces in one transaction. */
const BATCH = 64;

/**
 * @param projectId new: no project has it.
 * @param bulk read as it is written, so that a large project never lies in memory.
 * @param rows asked for once all bulk is written; may throw to give the import up.
 * @throws as `withDatabase`, `bulk` and `rows` do; then nothing of the project is left.
 */
export async function importProject(
  projectId: string,
  bulk: AsyncIterable<Bulk> | Iterable<Bulk>,
  rows: () => ImportedRows | Promise<ImportedRows>,
): Promise<void> {
  const release = await holdLock(importLock(projectId));
  if (!release) throw new FailureError('changed-elsewhere', projectId);
  try {
    await markLeftover(projectId);
    await writeInBatches(projectId, bulk);
    await writeRows(projectId, await rows());
  } catch (error) {
    release();
    // What cannot be cleared now is cleared at the next start; the first cause is what is told.
    await collectLeftovers().catch((later: unknown) => {
      if (!(later instanceof FailureError)) throw later;
    });
    throw error;
  }
  release();
}

/** @throws as `withDatabase` and `bulk` do */
export async function writeInBatches(
  projectId: string,
  bulk: AsyncIterable<Bulk> | Iterable<Bulk>,
): Promise<void> {
  let batch: Bulk[] = [];
  for await (const piece of bulk) {
    batch.push(piece);
    if (batch.length < BATCH) continue;
    await writeBulk(projectId, batch);
    batch = [];
  }
  await writeBulk(projectId, batch);
}

/** From now on, what is written for this id is collected unless a project of that id comes to be. */
export async function markLeftover(projectId: string): Promise<void> {
  await inTransaction(['projects', 'leftovers'], 'readwrite', async (transaction) => {
    if ((await transaction.objectStore('projects').count(projectId)) > 0) {
      throw new FailureError('changed-elsewhere', projectId);
    }
    const leftover = { projectId, since: Date.now() };
    transaction.objectStore('leftovers').put(leftover).catch(heardElsewhere);
  });
}

async function writeBulk(projectId: string, bulk: readonly Bulk[]): Promise<void> {
  const packed = await packSampleData(
    bulk.flatMap((piece) => (piece.kind === 'sample-data' ? [piece.data] : [])),
  );
  await inTransaction([...bulkStores], 'readwrite', async (transaction) => {
    const put = (request: Promise<unknown>) => void request.catch(heardElsewhere);
    for (const { picture, thumbnail } of packed) {
      put(transaction.objectStore('pictures').put(inProject(projectId, picture)));
      put(transaction.objectStore('thumbnails').put(inProject(projectId, thumbnail)));
    }
    for (const piece of bulk) {
      if (piece.kind === 'embedding') {
        put(transaction.objectStore('embeddings').put(inProject(projectId, piece.row)));
      } else if (piece.kind === 'checkpoint') {
        put(transaction.objectStore('checkpoints').put(inProject(projectId, piece.row)));
      }
    }
  });
}

async function writeRows(projectId: string, rows: ImportedRows): Promise<void> {
  const { project, classes, samples, runs } = rows;
  if (project.id !== projectId) throw new Error(`Rows of ${project.id} given for ${projectId}`);
  const tally = tallyAfter(
    {},
    samples.map((after) => ({ store: 'samples', key: after.id, after })),
  );
  await inTransaction(
    ['projects', 'classes', 'samples', 'runs', 'journal-cursors', 'leftovers'],
    'readwrite',
    async (transaction) => {
      const put = (request: Promise<unknown>) => void request.catch(heardElsewhere);
      put(transaction.objectStore('projects').add(project));
      for (const row of classes)
        put(transaction.objectStore('classes').put(inProject(projectId, row)));
      for (const row of samples)
        put(transaction.objectStore('samples').put(inProject(projectId, row)));
      for (const row of runs) put(transaction.objectStore('runs').put(inProject(projectId, row)));
      put(transaction.objectStore('journal-cursors').put({ ...newCursor(projectId), tally }));
      put(transaction.objectStore('leftovers').delete(projectId));
    },
  );
}

/** A row under another project's id would be found by nobody: a bug of the caller. */
function inProject<Row extends { readonly projectId: string }>(projectId: string, row: Row): Row {
  if (row.projectId !== projectId)
    throw new Error(`A row of ${row.projectId} given for ${projectId}`);
  return row;
}
