/**
 * One project, open in this tab. What it shows is on disk: a command is written first and shown
 * then. It hears what other tabs write to the same project.
 *
 * Expected failures are not thrown: the action answers `false` (or with nothing saved) and
 * {@link OpenProject.failure} says why until something succeeds or it is dismissed.
 */
import { Turns } from '#lib/engine/turns.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { commit, redo, undo, type Written } from '#lib/storage/journal.ts';
import { newId } from '#lib/storage/new-id.ts';
import type {
  ClassRow,
  JournalCursor,
  JournalStep,
  ProjectRow,
  RunRow,
  SampleRow,
} from '#lib/storage/project-rows.ts';
import { readCursor, readProject, type StoredProject } from '#lib/storage/projects.ts';
import { putRunningRun } from '#lib/storage/runs.ts';
import { type Command } from './commands.ts';
import { RowState, type ShownChange } from './row-state.svelte.ts';
import { finishRun } from './run-commands.ts';
import { addSamples, type Captured, type NewSample } from './sample-commands.ts';
import { Tabs, type TabMessage } from './tabs.ts';

/** Samples that wait to be written together; one burst of one class. */
interface Batch {
  readonly classId: string;
  readonly group: string | undefined;
  readonly taken: NewSample[];
  readonly written: Promise<boolean>;
}

/** Most samples in one transaction: small enough to be quick, large enough to keep up with a camera. */
const BATCH = 64;

export class OpenProject {
  readonly id: string;
  readonly #rows: RowState;
  #cursor: JournalCursor = $state.raw()!;
  #failure = $state.raw<Failure>();
  #writing = $state(0);
  #waiting = $state(0);
  #gone = $state(false);
  #batch: Batch | undefined;
  readonly #turns = new Turns();
  readonly #listeners = new Set<(change: ShownChange) => void>();
  readonly #tabs = new Tabs((message) => this.#hear(message));

  /**
   * Reads a project, whole but for its pictures.
   * @throws FailureError `project-missing`, or as `withDatabase` does.
   */
  static async open(projectId: string): Promise<OpenProject> {
    return new OpenProject(await readProject(projectId));
  }

  private constructor(stored: StoredProject) {
    this.id = stored.project.id;
    this.#rows = new RowState(stored);
    this.#cursor = stored.cursor;
  }

  get project(): ProjectRow {
    return this.#rows.project;
  }

  /** Outside the trash, in order. */
  get classes(): readonly ClassRow[] {
    return this.#rows.classes;
  }

  /** Outside the trash, newest first, with those that train now. */
  get runs(): readonly RunRow[] {
    return this.#rows.runs;
  }

  /** Samples of a class outside the trash, oldest first; the same array until one of them changes. */
  samplesOf(classId: string): readonly SampleRow[] {
    return this.#rows.samplesOf(classId);
  }

  /** Any sample by its id, in the trash or not. Not reactive. */
  sample(id: string): SampleRow | undefined {
    return this.#rows.sample(id);
  }

  /** Any class by its id, in the trash or not. */
  class(id: string): ClassRow | undefined {
    return this.#rows.class(id);
  }

  /** Samples that show: neither they nor their class are in the trash. */
  get sampleCount(): number {
    return this.#rows.total;
  }

  /** What is in the trash; samples of a trashed class come with it and are not listed apart. */
  get trash(): {
    readonly classes: readonly ClassRow[];
    readonly samples: readonly SampleRow[];
    readonly runs: readonly RunRow[];
  } {
    return {
      classes: this.#rows.trashedClasses,
      samples: this.#rows.trashedSamples,
      runs: this.#rows.trashedRuns,
    };
  }

  /** What Undo would take back; undefined: nothing. */
  get undoable(): JournalStep | undefined {
    return this.#cursor.undoable;
  }

  get redoable(): JournalStep | undefined {
    return this.#cursor.redoable;
  }

  /** Why the last action was not done. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  /** Whether something is on its way to the disk. */
  get saving(): boolean {
    return this.#writing > 0;
  }

  /** Samples given to {@link addSamples} that are not on disk yet: a recorder drops frames above a few. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether another tab removed the project for good. */
  get gone(): boolean {
    return this.#gone;
  }

  /**
   * Hears of every write to the shown samples and classes, by this tab or another, undo and redo
   * among them. Returns how to stop.
   */
  onChange(listener: (change: ShownChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Does a command; true once it is on disk. */
  perform(command: Command): Promise<boolean> {
    this.#batch = undefined;
    return this.#write(() => this.#commit(command));
  }

  undo(): Promise<boolean> {
    this.#batch = undefined;
    return this.#write(() => undo(this.id, this.#cursor.done));
  }

  redo(): Promise<boolean> {
    this.#batch = undefined;
    return this.#write(() => redo(this.id, this.#cursor.done));
  }

  /**
   * Adds samples to a class. Calls that wait for the disk are written together.
   * @param group joins calls to one undo step; by default the burst, where all samples share it.
   * @returns the rows that are on disk now: all of them, or none and {@link failure} says why.
   */
  async addSamples(
    classId: string,
    captured: readonly Captured[],
    group = sharedBurst(captured),
  ): Promise<readonly SampleRow[]> {
    if (captured.length === 0) return [];
    const taken = captured.map((each) => ({ id: newId(), captured: each }));
    this.#waiting += taken.length;
    try {
      if (!(await this.#batchFor(classId, group, taken))) return [];
    } finally {
      this.#waiting -= taken.length;
    }
    return taken.flatMap(({ id }) => this.#rows.sample(id) ?? []);
  }

  /** Keeps a run that trains from now on; see {@link finishRun}. Before its first checkpoint. */
  startRun(run: RunRow): Promise<boolean> {
    return this.updateRun(run);
  }

  /** Keeps the curve of a run that trains: nothing to undo. */
  updateRun(run: RunRow): Promise<boolean> {
    return this.#write(async () => {
      await putRunningRun(run);
      this.#rows.setRunning(run);
      this.#tabs.tell({ kind: 'running', projectId: this.id, run });
      return undefined;
    });
  }

  /** A training ended, however it did: the run enters the history, and answers if it has weights. */
  finishRun(run: RunRow): Promise<boolean> {
    return this.perform(finishRun(run));
  }

  /** Reads anew if another tab has written unheard; for when the page comes back to the front. */
  async refresh(): Promise<void> {
    await this.#write(async () => {
      const { revision } = await readCursor(this.id);
      if (revision !== this.#cursor.revision) await this.#readAgain();
      return undefined;
    });
  }

  /** Stops hearing other tabs. What is on its way to the disk still gets there. */
  close(): void {
    this.#listeners.clear();
    this.#tabs.close();
  }

  #batchFor(
    classId: string,
    group: string | undefined,
    taken: readonly NewSample[],
  ): Promise<boolean> {
    const open = this.#batch;
    const joins =
      open?.classId === classId &&
      open.group === group &&
      group !== undefined &&
      open.taken.length + taken.length <= BATCH;
    if (joins) {
      open.taken.push(...taken);
      return open.written;
    }
    const all = [...taken];
    const written = this.#write(() => {
      // From here on the batch is being written and takes no more.
      if (this.#batch?.taken === all) this.#batch = undefined;
      return this.#commit(addSamples(classId, all, group));
    });
    this.#batch = { classId, group, taken: all, written };
    return written;
  }

  /** One after another: a command must see the rows that the one before it left. */
  #write(work: () => Promise<Written | undefined>): Promise<boolean> {
    this.#writing++;
    return this.#turns.take(async () => {
      try {
        const written = await work();
        if (written) await this.#show(written);
        this.#failure = undefined;
        return true;
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        await this.#readAgainAfter(error.failure);
        this.#failure = error.failure;
        return false;
      } finally {
        this.#writing--;
      }
    });
  }

  async #commit(command: Command): Promise<Written | undefined> {
    try {
      return await this.#commitOnce(command);
    } catch (error) {
      if (!(error instanceof FailureError) || error.failure.code !== 'changed-elsewhere')
        throw error;
      // The intention may well hold for the rows as another tab left them.
      await this.#readAgain();
      return this.#commitOnce(command);
    }
  }

  async #commitOnce(command: Command): Promise<Written | undefined> {
    const draft = command(this.#rows.view, Date.now());
    if (draft.changes.length === 0) return undefined;
    return commit(this.id, draft);
  }

  async #show(written: Written): Promise<void> {
    const { changes, cursor } = written;
    this.#tabs.tell({ kind: 'written', projectId: this.id, changes, cursor });
    // A gap: another tab has written between, and its message is still on its way.
    if (cursor.revision > this.#cursor.revision + 1) return this.#readAgain();
    this.#cursor = cursor;
    this.#told(this.#rows.apply(changes));
  }

  async #readAgain(): Promise<void> {
    const stored = await readProject(this.id);
    this.#cursor = stored.cursor;
    this.#told(this.#rows.replace(stored));
  }

  async #readAgainAfter({ code }: Failure): Promise<void> {
    if (code === 'project-missing') this.#gone = true;
    if (code === 'changed-elsewhere') await this.#readAgain();
  }

  #told(change: ShownChange): void {
    for (const listener of this.#listeners) listener(change);
  }

  #hear(message: TabMessage): void {
    if (message.projectId !== this.id) return;
    if (message.kind === 'running') {
      this.#rows.setRunning(message.run);
      return;
    }
    void this.#turns.take(async () => {
      if (message.kind === 'written') {
        const { changes, cursor } = message;
        if (cursor.revision <= this.#cursor.revision) return;
        if (cursor.revision === this.#cursor.revision + 1) {
          this.#cursor = cursor;
          this.#told(this.#rows.apply(changes));
          return;
        }
      }
      await this.#readAgain();
    });
  }
}

function sharedBurst(captured: readonly Captured[]): string | undefined {
  const burst = captured[0]?.burst;
  return captured.every((each) => each.burst === burst) ? burst : undefined;
}
