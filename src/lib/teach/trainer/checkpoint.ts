/** What a run leaves after an epoch, and what it needs to go on from there. */
import { latestCheckpoint, readCheckpoint, writeCheckpoints } from '#lib/storage/runs.ts';
import type { Answerer, EpochPoint } from './protocol.ts';

/** What an interrupted run goes on from, to the same weights as without the break. */
export interface Resumption<State = unknown> {
  /** Of the samples and settings: with others the run begins anew. */
  readonly fingerprint: string;
  readonly state: State;
  readonly curve: readonly EpochPoint[];
}

/** The `head` of a checkpoint row. */
export interface Checkpoint<State = unknown> {
  readonly answerer: Answerer;
  /** Only while the run goes on. */
  readonly resume?: Resumption<State>;
}

export interface RunPlace {
  readonly projectId: string;
  readonly runId: string;
}

/** All of them by epoch, or none. @throws FailureError of the storage */
export async function keepCheckpoints(
  place: RunPlace,
  checkpoints: ReadonlyMap<number, Checkpoint>,
): Promise<void> {
  await writeCheckpoints(
    Array.from(checkpoints, ([epoch, checkpoint]) => ({ ...place, epoch, head: checkpoint })),
  );
}

/** The weights of a run after an epoch, to answer with; undefined where none were kept. */
export async function answererOf(
  { projectId, runId }: RunPlace,
  epoch: number,
): Promise<Answerer | undefined> {
  const row = await readCheckpoint(projectId, runId, epoch);
  return row && (row.head as Checkpoint).answerer;
}

/** Where an interrupted run stands; undefined where it has to begin anew. */
export async function resumptionOf(
  { projectId, runId }: RunPlace,
  fingerprint: string,
): Promise<Resumption | undefined> {
  const row = await latestCheckpoint(projectId, runId);
  const resume = (row?.head as Checkpoint | undefined)?.resume;
  return resume?.fingerprint === fingerprint ? resume : undefined;
}
