/**
 * The projects on this device, for the page that lists them. Expected failures are not thrown:
 * {@link ProjectList.failure} says why the last action was not done.
 */
import { Turns } from '#lib/engine/turns.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { copyProject } from '#lib/storage/copy-project.ts';
import { commit, writeUnjournalled, type Written } from '#lib/storage/journal.ts';
import { collectLeftovers, removeProject } from '#lib/storage/leftovers.ts';
import { measureProject } from '#lib/storage/measure-project.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ProjectRow } from '#lib/storage/project-rows.ts';
import { listProjects, type ProjectSummary } from '#lib/storage/projects.ts';
import { readStorageUse, type StorageUse } from '#lib/storage/quota.ts';
import { changed, renameDraft } from './commands.ts';
import { Tabs } from './tabs.ts';
import { isTrashed, restored } from './view.ts';

export class ProjectList {
  #summaries = $state.raw<readonly ProjectSummary[]>();
  #failure = $state.raw<Failure>();
  #working = $state(0);
  #use = $state.raw<StorageUse>();
  #sizes = $state.raw<ReadonlyMap<string, number>>(new Map());
  #stale = false;
  readonly #turns = new Turns();
  readonly #tabs = new Tabs(() => void this.#readSoon());

  /** Outside the trash, newest first; undefined until they are read for the first time. */
  get projects(): readonly ProjectSummary[] | undefined {
    return this.#summaries?.filter(({ project }) => !isTrashed(project));
  }

  get trashed(): readonly ProjectSummary[] {
    return this.#summaries?.filter(({ project }) => isTrashed(project)) ?? [];
  }

  /** Why the last action was not done. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  /** Whether an action is under way: copying a large project takes a moment. */
  get working(): boolean {
    return this.#working > 0;
  }

  /** What this site keeps and may keep; undefined where the browser does not tell. */
  get use(): StorageUse | undefined {
    return this.#use;
  }

  /** Bytes of the projects that were measured, by id. */
  get sizes(): ReadonlyMap<string, number> {
    return this.#sizes;
  }

  /** Reads the list, then clears what dead imports and removed projects left. */
  async load(): Promise<void> {
    await this.#do(() => Promise.resolve());
    void this.#clear();
  }

  /** A blank name changes nothing. The project's own Undo takes it back. */
  rename(project: ProjectRow, name: string): Promise<unknown> {
    return this.#do(async () => {
      const draft = renameDraft(project, name);
      if (draft.changes.length > 0) this.#tell(project.id, await commit(project.id, draft));
    });
  }

  /**
   * The project a second time, without its trash and its history of changes.
   * @returns the copy's id, or undefined where it could not be kept; then nothing of it is.
   */
  duplicate(project: ProjectRow, name: string): Promise<string | undefined> {
    return this.#do(async () => {
      const id = newId();
      await copyProject(project.id, { id, name: name.trim(), createdAt: Date.now() });
      this.#tabs.tell({ kind: 'read-again', projectId: id });
      return id;
    });
  }

  trash(project: ProjectRow): Promise<unknown> {
    return this.#replace(project, { ...project, trashedAt: Date.now() });
  }

  restore(project: ProjectRow): Promise<unknown> {
    return this.#replace(project, restored(project));
  }

  /** Removes the projects in the trash for good. Nothing takes this back: ask first. */
  async emptyTrash(): Promise<void> {
    await this.#do(async () => {
      for (const { project } of this.trashed) {
        await removeProject(project.id);
        this.#tabs.tell({ kind: 'read-again', projectId: project.id });
      }
    });
    void this.#clear();
  }

  /** Weighs the projects one after another, in the background; see {@link sizes}. */
  async measure(): Promise<void> {
    for (const { project } of this.#summaries ?? []) {
      const bytes = await this.#quietly(() => measureProject(project.id));
      if (bytes !== undefined) this.#sizes = new Map(this.#sizes).set(project.id, bytes);
    }
  }

  /** Stops hearing other tabs. */
  close(): void {
    this.#tabs.close();
  }

  #replace(before: ProjectRow, after: ProjectRow): Promise<unknown> {
    return this.#do(async () => {
      this.#tell(
        before.id,
        await writeUnjournalled(before.id, [changed('projects', before, after)]),
      );
    });
  }

  #tell(projectId: string, { changes, cursor }: Written): void {
    this.#tabs.tell({ kind: 'written', projectId, changes, cursor });
  }

  /** One after another; the list is read anew after each, also after one that failed. */
  #do<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.#working++;
    return this.#turns.take(async () => {
      try {
        const result = await work();
        this.#summaries = await listProjects();
        this.#failure = undefined;
        return result;
      } catch (error) {
        if (!(error instanceof FailureError)) throw error;
        this.#summaries = (await this.#quietly(listProjects)) ?? this.#summaries ?? [];
        this.#failure = error.failure;
        return undefined;
      } finally {
        this.#working--;
        this.#use = await readStorageUse();
      }
    });
  }

  async #clear(): Promise<void> {
    await this.#quietly(() => collectLeftovers());
    this.#use = await readStorageUse();
  }

  /** A recording in another tab writes many times a second; the list need not follow so closely. */
  async #readSoon(): Promise<void> {
    if (this.#stale || !this.#summaries) return;
    this.#stale = true;
    await new Promise((resolve) => setTimeout(resolve, FOLLOW_MS));
    this.#stale = false;
    this.#summaries = (await this.#quietly(listProjects)) ?? this.#summaries;
  }

  /** For work that nobody asked for: where it fails it is done another time. */
  async #quietly<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof FailureError) return undefined;
      throw error;
    }
  }
}

const FOLLOW_MS = 500;
