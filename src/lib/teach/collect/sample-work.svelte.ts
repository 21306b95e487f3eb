/** What a Collect column of any kind does with the samples of a project: choose, move, delete, say so. */
import type { OpenProject } from '../project/open-project.svelte.ts';
import { moveSamples, trashSamples } from '../project/sample-commands.ts';
import { deletedWords, movedWords } from './counted-words.ts';
import { emptySelection, keepExisting, type Selection } from './selection.ts';

/** Something was done that can be taken back at once. */
export interface Toast {
  readonly words: string;
  readonly undoable: boolean;
}

export class SampleWork {
  readonly #project: OpenProject;
  #selection = $state.raw<{ classId: string; selection: Selection }>();
  #classInUse = $state<string>();
  #toast = $state.raw<Toast>();

  constructor(project: OpenProject) {
    this.#project = project;
  }

  /** The class that was used last: what is pasted goes there. */
  get classInUse(): string | undefined {
    const id = this.#classInUse;
    return this.#project.classes.some((each) => each.id === id) ? id : undefined;
  }

  use(classId: string): void {
    this.#classInUse = classId;
  }

  get toast(): Toast | undefined {
    return this.#toast;
  }

  say(words: string, undoable = false): void {
    this.#toast = { words, undoable };
  }

  dismissToast(): void {
    this.#toast = undefined;
  }

  /** Chosen samples of a class; what has gone meanwhile is not among them. */
  selectionIn(classId: string): Selection {
    const chosen = this.#selection;
    if (chosen?.classId !== classId) return emptySelection;
    const there = new Set(this.#project.samplesOf(classId).map(({ id }) => id));
    return keepExisting(chosen.selection, (id) => there.has(id));
  }

  /** The class with chosen samples, and their ids. */
  get selected(): { readonly classId: string; readonly ids: readonly string[] } | undefined {
    const classId = this.#selection?.classId;
    if (classId === undefined) return undefined;
    const { ids } = this.selectionIn(classId);
    return ids.size > 0 ? { classId, ids: [...ids] } : undefined;
  }

  select(classId: string, selection: Selection): void {
    this.#selection = selection.ids.size > 0 ? { classId, selection } : undefined;
    this.use(classId);
  }

  selectNone(): void {
    this.#selection = undefined;
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (!(await this.#project.perform(trashSamples(ids)))) return;
    this.say(deletedWords(ids.length), true);
  }

  async move(ids: readonly string[], classId: string): Promise<void> {
    if (!(await this.#project.perform(moveSamples(ids, classId)))) return;
    this.selectNone();
    const name = this.#project.class(classId)?.name ?? '';
    this.say(movedWords(ids.length, name), true);
  }
}
