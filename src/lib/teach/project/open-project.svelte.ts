/**
 * One project, open in this tab. What it shows is on disk: a command is written first and shown
 * then. It hears what other tabs write to the same project.
 *
 * Expected failures are not thrown: the action answers `false` (or with nothing saved) and
 * {@link OpenProject.failure} says why until something succeeds or it is dismissed.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { collectGarbage } from '#lib/storage/collector.ts';
import { emptyTrash } from '#lib/storage/empty-trash.ts';
import { whenIdle } from '#lib/storage/idle.ts';
import { redo, undo } from '#lib/storage/journal.ts';
import type {
  ClassRow,
  JournalStep,
  ProjectRow,
  RunRow,
  SampleRow,
} from '#lib/storage/project-rows.ts';
import { readProject, type StoredProject } from '#lib/storage/projects.ts';
import { requestPersistence } from '#lib/storage/quota.ts';
import type { Command } from './commands.ts';
import { ProjectWriter } from './project-writer.svelte.ts';
import type { ShownChange } from './row-state.svelte.ts';
import { RunKeeper } from './run-keeper.ts';
import type { TakenSample } from './sample-commands.ts';
import { SampleIntake, sharedBurst } from './sample-intake.svelte.ts';

/** Whoever opens a project looks at it first: what reads through all of it would keep the pictures waiting. */
const quietMs = 5_000;

export class OpenProject {
  readonly id: string;
  readonly #writer: ProjectWriter;
  readonly #intake: SampleIntake;
  readonly #runs: RunKeeper;
  #interrupted = $state.raw<readonly RunRow[]>([]);
  #closed = false;
  #collecting: ReturnType<typeof setTimeout> | undefined;

  /**
   * Reads a project, whole but for its pictures, ends the runs whose tab died, and frees what nothing
   * refers to when there is time.
   * @throws FailureError `project-missing`, or as `withDatabase` does.
   */
  static async open(projectId: string): Promise<OpenProject> {
    const project = new OpenProject(await readProject(projectId));
    await project.#recover();
    project.#collecting = setTimeout(() => void project.#collectGarbage(), quietMs);
    return project;
  }

  private constructor(stored: StoredProject) {
    this.id = stored.project.id;
    this.#writer = new ProjectWriter(stored);
    this.#intake = new SampleIntake(this.#writer);
    this.#runs = new RunKeeper(this.#writer);
  }

  get project(): ProjectRow {
    return this.#writer.rows.project;
  }

  /** Outside the trash, in order. */
  get classes(): readonly ClassRow[] {
    return this.#writer.rows.classes;
  }

  /** Outside the trash, newest first, with those that train now. */
  get runs(): readonly RunRow[] {
    return this.#writer.rows.runs;
  }

  /** Runs whose tab died, as this one found: their training can be resumed. */
  get interrupted(): readonly RunRow[] {
    return this.#interrupted;
  }

  /** Samples of a class outside the trash, oldest first; the same array until one of them changes. */
  samplesOf(classId: string): readonly SampleRow[] {
    return this.#writer.rows.samplesOf(classId);
  }

  /** Any sample by its id, in the trash or not. Not reactive. */
  sample(id: string): SampleRow | undefined {
    return this.#writer.rows.sample(id);
  }

  /** Any class by its id, in the trash or not. */
  class(id: string): ClassRow | undefined {
    return this.#writer.rows.class(id);
  }

  /** Samples that show: neither they nor their class are in the trash. */
  get sampleCount(): number {
    return this.#writer.rows.total;
  }

  /** Newest first; samples of a trashed class come with it and are not listed apart. */
  get trash(): {
    readonly classes: readonly ClassRow[];
    readonly samples: readonly SampleRow[];
    readonly runs: readonly RunRow[];
  } {
    return this.#writer.rows.trash;
  }

  /** What Undo would take back; undefined: nothing. */
  get undoable(): JournalStep | undefined {
    return this.#writer.cursor.undoable;
  }

  get redoable(): JournalStep | undefined {
    return this.#writer.cursor.redoable;
  }

  /** Why the last action was not done. */
  get failure(): Failure | undefined {
    return this.#writer.failure;
  }

  dismissFailure(): void {
    this.#writer.dismissFailure();
  }

  /** Whether something is on its way to the disk. */
  get saving(): boolean {
    return this.#writer.isWriting;
  }

  /** Samples given to {@link addSamples} that are not on disk yet: a recorder drops frames above a few. */
  get waiting(): number {
    return this.#intake.waiting;
  }

  /** Whether another tab removed the project for good. */
  get gone(): boolean {
    return this.#writer.isGone;
  }

  /**
   * Hears of every write to the shown samples and classes, by this tab or another, undo and redo
   * among them. Returns how to stop.
   */
  onChange(listener: (change: ShownChange) => void): () => void {
    return this.#writer.onChange(listener);
  }

  /** Does a command; true once it is on disk. */
  perform(command: Command): Promise<boolean> {
    this.#intake.closeBatch();
    return this.#writer.perform(command);
  }

  undo(): Promise<boolean> {
    this.#intake.closeBatch();
    return this.#writer.write(() => undo(this.id, this.#writer.cursor.done));
  }

  redo(): Promise<boolean> {
    this.#intake.closeBatch();
    return this.#writer.write(() => redo(this.id, this.#writer.cursor.done));
  }

  /**
   * Adds samples to a class. Calls of one group that wait for the disk are written together.
   * @param group joins calls to one undo step (the parts of an upload); by default the burst, where
   * all samples share it.
   * @returns the rows, on disk now: all of them, or none and {@link failure} says why.
   */
  async addSamples(
    classId: string,
    samples: readonly TakenSample[],
    group = sharedBurst(samples),
  ): Promise<readonly SampleRow[]> {
    const rows = await this.#intake.add(classId, samples, group);
    // From now on there is something to lose; asked once, answered by most browsers unseen.
    if (rows.length > 0) void requestPersistence();
    return rows;
  }

  /** Keeps a run that trains from now on: before its first checkpoint, or to resume one. */
  startRun(run: RunRow): Promise<boolean> {
    return this.#runs.start(run);
  }

  /** Keeps the curve of a run that trains; nothing to undo. */
  updateRun(run: RunRow): Promise<boolean> {
    return this.#runs.update(run);
  }

  /** A training ended, however it did: the run enters the history, and answers if it has weights. */
  finishRun(run: RunRow): Promise<boolean> {
    this.#intake.closeBatch();
    return this.#runs.finish(run);
  }

  /** Removes what is in the trash for good; what spoke of it can no longer be undone. */
  emptyTrash(): Promise<boolean> {
    this.#intake.closeBatch();
    return this.#writer.write(async () => {
      if ((await emptyTrash(this.id)) === 0) return undefined;
      await this.#writer.readAgain();
      this.#writer.tell({ kind: 'read-again', projectId: this.id });
      void this.#collectGarbage();
      return undefined;
    });
  }

  /** Sees what other tabs wrote unheard, or left when they died; for a page that comes to the front. */
  async refresh(): Promise<void> {
    await this.#writer.refresh();
    await this.#recover();
  }

  /** Stops hearing other tabs; what is on its way to the disk still gets there. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#collecting);
    await this.#writer.close();
    this.#runs.close();
  }

  async #recover(): Promise<void> {
    const found = await this.#runs.recover();
    if (found.length > 0) this.#interrupted = [...this.#interrupted, ...found];
  }

  async #collectGarbage(): Promise<void> {
    try {
      await collectGarbage(this.id, async () => {
        await whenIdle();
        if (this.#closed) throw new Closed();
      });
    } catch (error) {
      // What was not freed now is found again at the next opening.
      if (!(error instanceof Closed || error instanceof FailureError)) throw error;
    }
  }
}

/** Stops the collector of a project that was closed. */
class Closed extends Error {}
