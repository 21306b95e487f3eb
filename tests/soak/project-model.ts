/**
 * What a project of Teach should hold after everything that was done to it: plain numbers beside the app's rows.
 * Pure.
 */

export interface ProjectState {
  /** Shown samples of each class, by name. */
  readonly classes: Readonly<Record<string, number>>;
  /** Rows of samples, those in the trash among them. */
  readonly rows: number;
  readonly runs: number;
  readonly method: string;
}

interface Step {
  readonly before: ProjectState;
  readonly after: ProjectState;
  /** Neighbouring steps of one group are undone together. */
  readonly group: string | undefined;
}

export class ProjectModel {
  #state: ProjectState;
  #done: Step[] = [];
  #undone: Step[] = [];

  constructor(
    readonly id: string,
    readonly kind: 'image' | 'text',
    state: ProjectState,
    /** Steps that were made before anybody counted: as many can be undone and are not. */
    readonly earlier = 0,
  ) {
    this.#state = state;
  }

  get state(): ProjectState {
    return this.#state;
  }

  /** Steps that Undo could take back, beyond the earlier ones. */
  get undoable(): number {
    return this.#done.length;
  }

  get redoable(): number {
    return this.#undone.length;
  }

  get samples(): number {
    return Object.values(this.#state.classes).reduce((sum, count) => sum + count, 0);
  }

  /** One step that can be undone; what had been undone is forgotten. */
  step(change: Partial<ProjectState>, group?: string): void {
    const after = { ...this.#state, ...change };
    const last = this.#done.at(-1);
    this.#undone = [];
    if (group !== undefined && last?.group === group) {
      this.#done[this.#done.length - 1] = { ...last, after };
    } else {
      this.#done.push({ before: this.#state, after, group });
    }
    this.#state = after;
  }

  undo(): void {
    const step = this.#done.pop();
    if (!step) return;
    this.#undone.push(step);
    this.#state = step.before;
  }

  redo(): void {
    const step = this.#undone.pop();
    if (!step) return;
    this.#done.push(step);
    this.#state = step.after;
  }

  /** Samples came into a class. */
  add(name: string, count: number): void {
    const { classes, rows } = this.#state;
    this.step({
      classes: { ...classes, [name]: (classes[name] ?? 0) + count },
      rows: rows + count,
    });
  }

  /** Samples went to another class, or to the trash. */
  take(name: string, count: number, to?: string): void {
    const { classes } = this.#state;
    const left = { ...classes, [name]: (classes[name] ?? 0) - count };
    this.step({ classes: to === undefined ? left : { ...left, [to]: (left[to] ?? 0) + count } });
  }
}
