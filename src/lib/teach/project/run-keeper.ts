/**
 * Runs that train: kept as they go, so that a killed tab loses none, and locked, so that another tab
 * can tell one that goes on from one that died.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { holdLock } from '#lib/storage/locks.ts';
import type { RunRow } from '#lib/storage/project-rows.ts';
import { checkpointEpochs, putRunningRun, readRunningRuns } from '#lib/storage/runs.ts';
import type { ProjectWriter } from './project-writer.svelte.ts';
import { finishRun } from './run-commands.ts';

export class RunKeeper {
  readonly #writer: ProjectWriter;
  readonly #locks = new Map<string, () => void>();

  constructor(writer: ProjectWriter) {
    this.#writer = writer;
  }

  /** Fails with `changed-elsewhere` where another tab trains the same run. */
  start(run: RunRow): Promise<boolean> {
    return this.#writer.write(async () => {
      if (!this.#locks.has(run.id)) {
        const release = await holdLock(lockOf(run));
        if (!release) throw new FailureError('changed-elsewhere', run.id);
        this.#locks.set(run.id, release);
      }
      await this.#keep(run);
      return undefined;
    });
  }

  update(run: RunRow): Promise<boolean> {
    return this.#writer.write(async () => {
      // An epoch that was told late must not bring back a run that has ended.
      if (this.#locks.has(run.id)) await this.#keep(run);
      return undefined;
    });
  }

  async finish(run: RunRow): Promise<boolean> {
    const done = await this.#writer.perform(finishRun(run));
    if (done) this.#release(run.id);
    return done;
  }

  /**
   * Ends the runs whose tab died: interrupted, with the newest weights that they left.
   * @returns them, as they are now.
   */
  async recover(): Promise<readonly RunRow[]> {
    const recovered: RunRow[] = [];
    for (const run of this.#writer.rows.running.values()) {
      const release = await holdLock(lockOf(run));
      if (!release) continue;
      try {
        const ended = await this.#interrupt(run);
        if (ended) recovered.push(ended);
      } finally {
        release();
      }
    }
    return recovered;
  }

  close(): void {
    for (const id of [...this.#locks.keys()]) this.#release(id);
  }

  async #interrupt({ projectId, id }: RunRow): Promise<RunRow | undefined> {
    // As the disk has it: another tab may have ended it, or heard of more epochs.
    const run = (await readRunningRuns(projectId)).find((each) => each.id === id);
    if (!run) return undefined;
    const epochs = await checkpointEpochs(projectId, id);
    const ended: RunRow = {
      ...run,
      state: 'interrupted',
      endedAt: Date.now(),
      epoch: epochs.at(-1),
    };
    return (await this.#writer.perform(finishRun(ended))) ? ended : undefined;
  }

  async #keep(run: RunRow): Promise<void> {
    await putRunningRun(run);
    this.#writer.rows.setRunning(run);
    this.#writer.tell({ kind: 'running', projectId: run.projectId, run });
  }

  #release(id: string): void {
    this.#locks.get(id)?.();
    this.#locks.delete(id);
  }
}

const lockOf = ({ projectId, id }: RunRow) => `aprendiz-run-${projectId}-${id}`;
