/** A project a second time, with everything but its trash and its journal. */
import { withinProject } from './changes.ts';
import { inTransaction } from './database.ts';
import { importProject, type Bulk } from './import-project.ts';
import type { CheckpointRow, EmbeddingRow } from './project-rows.ts';
import { readProject } from './projects.ts';
import { eachSampleData } from './samples.ts';

/** Ids within the project stay as they are, so heads and reports go on naming the right rows. */
export async function copyProject(
  sourceId: string,
  copy: { readonly id: string; readonly name: string; readonly createdAt: number },
): Promise<void> {
  const source = await readProject(sourceId);
  const isKept = (row: { readonly trashedAt?: number }) => row.trashedAt === undefined;
  const owned = <Row extends { readonly projectId: string }>(row: Row): Row => ({
    ...row,
    projectId: copy.id,
  });
  const classes = source.classes.filter(isKept).map(owned);
  const classIds = new Set(classes.map(({ id }) => id));
  const samples = source.samples
    .filter((sample) => isKept(sample) && classIds.has(sample.classId))
    .map(owned);
  const runs = source.runs.filter(isKept).map(owned);
  const sampleIds = new Set(samples.map(({ id }) => id));
  const runIds = new Set(runs.map(({ id }) => id));

  async function* bulk(): AsyncGenerator<Bulk> {
    for await (const data of eachSampleData(sourceId, [...sampleIds])) {
      yield { kind: 'sample-data', data: owned(data) };
    }
    for await (const row of eachEmbedding(sourceId)) {
      if (sampleIds.has(row.sampleId)) yield { kind: 'embedding', row: owned(row) };
    }
    for await (const row of eachCheckpoint(sourceId)) {
      if (runIds.has(row.runId)) yield { kind: 'checkpoint', row: owned(row) };
    }
  }

  await importProject(copy.id, bulk(), () => ({
    project: { ...source.project, ...copy },
    classes,
    samples,
    runs,
  }));
}

/** Every cached embedding of a project, from all trunks; a few at a time are in memory. */
export async function* eachEmbedding(
  projectId: string,
  batch = 128,
): AsyncGenerator<EmbeddingRow, void, undefined> {
  const all = withinProject(projectId);
  for (let range = all; ;) {
    const rows = await inTransaction(['embeddings'], 'readonly', (transaction) =>
      transaction.objectStore('embeddings').getAll(range, batch),
    );
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    const { trunk, augmentation, sampleId } = last;
    range = IDBKeyRange.bound([projectId, trunk, augmentation, sampleId], all.upper, true);
  }
}

/** Every checkpoint of a project, one at a time: a fine-tuned one may be large. */
export async function* eachCheckpoint(
  projectId: string,
): AsyncGenerator<CheckpointRow, void, undefined> {
  const keys = await inTransaction(['checkpoints'], 'readonly', (transaction) =>
    transaction.objectStore('checkpoints').getAllKeys(withinProject(projectId)),
  );
  for (const key of keys) {
    const row = await inTransaction(['checkpoints'], 'readonly', (transaction) =>
      transaction.objectStore('checkpoints').get(key),
    );
    if (row) yield row;
  }
}
