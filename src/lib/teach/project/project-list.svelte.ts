/** The projects on this device, for the page that lists them. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { writeUnjournalled } from '#lib/storage/journal.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { ProjectKind, ProjectRow } from '#lib/storage/project-rows.ts';
import { listProjects, type ProjectSummary } from '#lib/storage/projects.ts';
import { changed, created, newProject } from './commands.ts';
import { isTrashed, restored } from './view.ts';

export class ProjectList {
  #summaries = $state.raw<readonly ProjectSummary[]>();
  #failure = $state.raw<Failure>();

  /** Outside the trash, newest first; undefined while they are read for the first time. */
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

  /** Reads the list; again after anything may have changed. */
  async load(): Promise<void> {
    await this.#try(async () => {
      this.#summaries = await listProjects();
    });
  }

  /**
   * A new project, empty.
   * @returns its id, or undefined where it could not be kept.
   */
  async create(kind: ProjectKind, name: string, trunk: string): Promise<string | undefined> {
    return this.#try(async () => {
      const project = newProject(newId(), kind, name, trunk, Date.now());
      await writeUnjournalled(project.id, [created('projects', project)]);
      this.#summaries = await listProjects();
      return project.id;
    });
  }

  async trash(project: ProjectRow): Promise<void> {
    await this.#replace(project, { ...project, trashedAt: Date.now() });
  }

  async restore(project: ProjectRow): Promise<void> {
    await this.#replace(project, restored(project));
  }

  async #replace(before: ProjectRow, after: ProjectRow): Promise<void> {
    await this.#try(async () => {
      await writeUnjournalled(before.id, [changed('projects', before, after)]);
      this.#summaries = await listProjects();
    });
  }

  async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.#failure = undefined;
      return result;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
      return undefined;
    }
  }
}
