/**
 * Trainings under way and the weights that runs leave. A run is kept in `running-runs` while it
 * trains and enters the journal when it ends, so that its epochs are not steps to undo. Every
 * function throws as `withDatabase` does.
 */
import { withinProject } from './changes.ts';
import { heardElsewhere, inTransaction } from './database.ts';
import type { CheckpointRow, RunRow } from './project-rows.ts';

/** Keeps a run that trains, with its curve so far; before its first checkpoint, and after each epoch. */
export async function putRunningRun(run: RunRow): Promise<void> {
  await inTransaction(['running-runs'], 'readwrite', async (transaction) => {
    transaction.objectStore('running-runs').put(run).catch(heardElsewhere);
  });
}

/** Runs that were training when they were last heard of. */
export async function readRunningRuns(projectId: string): Promise<RunRow[]> {
  return inTransaction(['running-runs'], 'readonly', (transaction) =>
    transaction.objectStore('running-runs').getAll(withinProject(projectId)),
  );
}

export async function writeCheckpoint(checkpoint: CheckpointRow): Promise<void> {
  await writeCheckpoints([checkpoint]);
}

/** All of them are written, or none. */
export async function writeCheckpoints(checkpoints: readonly CheckpointRow[]): Promise<void> {
  await inTransaction(['checkpoints'], 'readwrite', async (transaction) => {
    const store = transaction.objectStore('checkpoints');
    for (const checkpoint of checkpoints) store.put(checkpoint).catch(heardElsewhere);
  });
}

export async function readCheckpoint(
  projectId: string,
  runId: string,
  epoch: number,
): Promise<CheckpointRow | undefined> {
  return inTransaction(['checkpoints'], 'readonly', (transaction) =>
    transaction.objectStore('checkpoints').get([projectId, runId, epoch]),
  );
}

/** Epochs of a run that have a checkpoint, ascending. */
export async function checkpointEpochs(projectId: string, runId: string): Promise<number[]> {
  return inTransaction(['checkpoints'], 'readonly', async (transaction) => {
    const keys = await transaction
      .objectStore('checkpoints')
      .getAllKeys(withinProject(projectId, runId));
    return keys.map(([, , epoch]) => epoch);
  });
}

/** The newest weights of a run; undefined where it never came to any. */
export async function latestCheckpoint(
  projectId: string,
  runId: string,
): Promise<CheckpointRow | undefined> {
  return inTransaction(['checkpoints'], 'readonly', async (transaction) => {
    const newest = await transaction
      .objectStore('checkpoints')
      .openCursor(withinProject(projectId, runId), 'prev');
    return newest?.value;
  });
}
