/**
 * The rows of an open project and the one door through which they change: written first, shown then,
 * one write after another, and told to whoever follows, in this tab and in others.
 */
import { Turns } from '#lib/engine/turns.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { commit, type Written } from '#lib/storage/journal.ts';
import type { JournalCursor } from '#lib/storage/project-rows.ts';
import { readCursor, readProject, type StoredProject } from '#lib/storage/projects.ts';
import type { Command } from './commands.ts';
import { RowState, type ShownChange } from './row-state.svelte.ts';
import { Tabs, type TabMessage } from './tabs.ts';

export class ProjectWriter {
  readonly rows: RowState;
  readonly #id: string;
  #cursor: JournalCursor = $state.raw()!;
  #failure = $state.raw<Failure>();
  #writing = $state(0);
  #gone = $state(false);
  readonly #turns = new Turns();
  readonly #listeners = new Set<(change: ShownChange) => void>();
  readonly #tabs = new Tabs((message) => this.#hear(message));

  constructor(stored: StoredProject) {
    this.#id = stored.project.id;
    this.rows = new RowState(stored);
    this.#cursor = stored.cursor;
  }

  get cursor(): JournalCursor {
    return this.#cursor;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  get isWriting(): boolean {
    return this.#writing > 0;
  }

  /** Removed for good in another tab. */
  get isGone(): boolean {
    return this.#gone;
  }

  onChange(listener: (change: ShownChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(message: TabMessage): void {
    this.#tabs.tell(message);
  }

  perform(command: Command): Promise<boolean> {
    return this.write(() => this.#commit(command));
  }

  /**
   * Does some work in its turn and shows what it wrote: a command must see the rows that the one
   * before it left. False: it failed, and {@link failure} says why.
   */
  write(work: () => Promise<Written | undefined>): Promise<boolean> {
    this.#writing++;
    return this.#turns.take(async () => {
      try {
        const written = await work();
        if (written) await this.#show(written);
        this.#failure = undefined;
        return true;
      } catch (error) {
        await this.#fail(error);
        return false;
      } finally {
        this.#writing--;
      }
    });
  }

  /** Reads anew where another tab has written unheard. */
  refresh(): Promise<void> {
    return this.#quietly(async () => {
      const { revision } = await readCursor(this.#id);
      if (revision !== this.#cursor.revision) await this.readAgain();
    });
  }

  /** Everything as it is on disk; only from within a turn. */
  async readAgain(): Promise<void> {
    const stored = await readProject(this.#id);
    this.#cursor = stored.cursor;
    this.#toldOf(this.rows.replace(stored));
  }

  /** Hears and tells nothing more, once what is under way is written. */
  close(): Promise<void> {
    return this.#turns.take(() => {
      this.#listeners.clear();
      this.#tabs.close();
      return Promise.resolve();
    });
  }

  async #commit(command: Command): Promise<Written | undefined> {
    try {
      return await this.#commitOnce(command);
    } catch (error) {
      if (!isChangedElsewhere(error)) throw error;
      // The intention may well hold for the rows as another tab left them.
      await this.readAgain();
      return this.#commitOnce(command);
    }
  }

  async #commitOnce(command: Command): Promise<Written | undefined> {
    const draft = command(this.rows.view, Date.now());
    return draft.changes.length === 0 ? undefined : commit(this.#id, draft);
  }

  async #show({ changes, cursor }: Written): Promise<void> {
    this.tell({ kind: 'written', projectId: this.#id, changes, cursor });
    // A gap: another tab has written between, and its message is still on its way.
    if (cursor.revision > this.#cursor.revision + 1) return this.readAgain();
    this.#cursor = cursor;
    this.#toldOf(this.rows.apply(changes));
  }

  #hear(message: TabMessage): void {
    if (message.projectId !== this.#id) return;
    void this.#quietly(async () => {
      if (message.kind === 'running') return this.rows.setRunning(message.run);
      if (message.kind === 'read-again') return this.readAgain();
      const { changes, cursor } = message;
      if (cursor.revision <= this.#cursor.revision) return;
      if (cursor.revision > this.#cursor.revision + 1) return this.readAgain();
      this.#cursor = cursor;
      this.#toldOf(this.rows.apply(changes));
    });
  }

  /** In its turn, without touching what the last action of this tab came to. */
  #quietly(work: () => Promise<void>): Promise<void> {
    return this.#turns.take(() => work().catch((error: unknown) => this.#fail(error)));
  }

  async #fail(error: unknown): Promise<void> {
    if (!(error instanceof FailureError)) throw error;
    this.#failure = error.failure;
    if (error.failure.code === 'project-missing') this.#gone = true;
    else if (isChangedElsewhere(error)) {
      await this.readAgain().catch((worse: unknown) => this.#fail(worse));
    }
  }

  #toldOf(change: ShownChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}

const isChangedElsewhere = (error: unknown) =>
  error instanceof FailureError && error.failure.code === 'changed-elsewhere';
