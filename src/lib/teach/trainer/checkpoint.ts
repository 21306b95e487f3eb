/** What a run leaves after an epoch, and what it needs to go on from there. */
import { latestCheckpoint, readCheckpoint, writeCheckpoint } from '#lib/storage/runs.ts';
import type { Answerer, EpochPoint } from './protocol.ts';

/** The `head` of a checkpoint row. */
export interface Checkpoint<State = unknown> {
  readonly answerer: Answerer;
  /** Only where the run could go on from here: the optimiser's memory, the best so far, the curve. */
  readonly resume?: {
    readonly state: State;
    readonly curve: readonly EpochPoint[];
  };
}

export interface RunPlace {
  readonly projectId: string;
  readonly runId: string;
}

/** @throws FailureError of the storage */
export async function keepCheckpoint(
  place: RunPlace,
  epoch: number,
  checkpoint: Checkpoint,
): Promise<void> {
  await writeCheckpoint({ ...place, epoch, head: checkpoint });
}

/** The weights of a run after an epoch, to answer with; undefined where none were kept. */
export async function answererOf(
  { projectId, runId }: RunPlace,
  epoch: number,
): Promise<Answerer | undefined> {
  const row = await readCheckpoint(projectId, runId, epoch);
  return row && (row.head as Checkpoint).answerer;
}

/** Where an interrupted run stands. */
export async function newestCheckpoint<State>({
  projectId,
  runId,
}: RunPlace): Promise<{ epoch: number; checkpoint: Checkpoint<State> } | undefined> {
  const row = await latestCheckpoint(projectId, runId);
  return row && { epoch: row.epoch, checkpoint: row.head as Checkpoint<State> };
}
