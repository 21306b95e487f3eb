/** What the Board shows: every run, and those that are ticked with all that was recorded of them. */
import { loadChunk } from '#lib/failure/load-chunk.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { letterAt, type Category } from '#lib/charts/category.ts';
import { onBoardNews, type LabRunRow } from './database.ts';
import { forgetRemoved, listLabRuns, readLabRun, renameLabRun, setRemoved } from './lab-runs.ts';
import { hasTeachRuns } from './has-teach-runs.ts';
import { mostRuns } from './limits.ts';
import type { WholeRun } from './run.ts';
import type { TeachRun } from './teach-runs.ts';

/** As many as there are colours: a run is known by its own. */
export const mostShown = 8;

/** A ticked run: its letter and colour are its own as long as it is ticked. */
export interface ShownRun extends WholeRun {
  readonly place: number;
}

export class Board {
  #lab = $state.raw<readonly LabRunRow[]>([]);
  #teach = $state.raw<readonly TeachRun[]>([]);
  /** Ids by place; a place that is free is undefined. */
  #places = $state.raw<readonly (string | undefined)[]>([]);
  #whole = $state.raw<ReadonlyMap<string, WholeRun>>(new Map());
  #ready = $state(false);
  #failure = $state.raw<Failure>();
  #removed = $state.raw<readonly string[]>([]);
  #reading: Promise<void> | undefined;
  #again = false;

  /** Every run, newest first. */
  readonly runs = $derived(
    [...this.#lab, ...this.#teach.map(({ run }) => run)].sort((a, b) => b.startedAt - a.startedAt),
  );
  /** The ticked ones that have been read, in the order of their letters. */
  readonly shown: readonly ShownRun[] = $derived(
    this.#places.flatMap((id, place) => {
      const whole = id === undefined ? undefined : this.#whole.get(id);
      return whole ? [{ ...whole, place }] : [];
    }),
  );

  /** Call it while a component is set up. */
  constructor() {
    $effect(() => {
      void this.#begin();
      return onBoardNews(() => void this.refresh());
    });
  }

  /** Whether the list has been read. */
  get ready(): boolean {
    return this.#ready;
  }
  get failure(): Failure | undefined {
    return this.#failure;
  }
  /** How many were taken off last and can come back. */
  get undoable(): number {
    return this.#removed.length;
  }
  get full(): boolean {
    return this.#places.filter((id) => id !== undefined).length >= mostShown;
  }

  placeOf(id: string): number | undefined {
    const place = this.#places.indexOf(id);
    return place < 0 ? undefined : place;
  }

  teachRun(id: string): TeachRun | undefined {
    return this.#teach.find(({ run }) => run.id === id);
  }

  /** Ticks a run or unticks it; a ninth is not ticked. */
  toggle(id: string, on = this.placeOf(id) === undefined): void {
    const places = [...this.#places];
    const at = places.indexOf(id);
    if (on === at >= 0) return;
    if (on) {
      const free = places.findIndex((one) => one === undefined);
      const place = free < 0 ? places.length : free;
      if (place >= mostShown) return;
      places[place] = id;
    } else places[at] = undefined;
    this.#places = places;
    void this.refresh();
  }

  untickAll(): void {
    this.#places = [];
  }

  async rename(id: string, name: string): Promise<void> {
    await this.#try(() => renameLabRun(id, name.trim()));
  }

  async remove(ids: readonly string[]): Promise<void> {
    await this.#try(async () => {
      await setRemoved(ids, true);
      this.#removed = ids;
      for (const id of ids) this.toggle(id, false);
    });
  }

  /** With all that was recorded: of the ticked runs, or of every run where none is ticked. */
  async wholes(): Promise<readonly WholeRun[]> {
    if (this.shown.length > 0) return this.shown;
    const read: WholeRun[] = [];
    for (const { id } of this.runs.slice(0, mostRuns)) {
      const whole = this.teachRun(id) ?? (await readLabRun(id));
      if (whole) read.push(whole);
    }
    return read;
  }

  async undoRemove(): Promise<void> {
    await this.#try(async () => {
      await setRemoved(this.#removed, false);
      this.#removed = [];
    });
  }

  /** Reads again what may have changed; several calls at once become two. */
  async refresh(): Promise<void> {
    if (this.#reading) {
      this.#again = true;
      return this.#reading;
    }
    this.#reading = this.#read().finally(() => (this.#reading = undefined));
    await this.#reading;
    if (this.#again) {
      this.#again = false;
      await this.refresh();
    }
  }

  async #begin(): Promise<void> {
    await this.#try(() => forgetRemoved());
    await this.#try(async () => {
      if (!(await hasTeachRuns())) return;
      const { listTeachRuns } = await loadChunk(() => import('./teach-runs.ts'));
      this.#teach = await listTeachRuns();
    });
    await this.refresh();
    this.#ready = true;
  }

  async #read(): Promise<void> {
    await this.#try(async () => {
      this.#lab = await listLabRuns();
      const ids = this.#places.filter((id) => id !== undefined);
      const heard = new Map(this.#lab.map((row) => [row.id, row]));
      const wholes = await Promise.all(
        ids.map(async (id) => {
          const known = this.#whole.get(id);
          const row = heard.get(id);
          // What is as it was is not read again: a run that goes on is heard of several times a second.
          if (known && row && (known.run as LabRunRow).heardAt === row.heardAt) {
            return { ...known, run: row };
          }
          return this.teachRun(id) ?? (await readLabRun(id));
        }),
      );
      this.#whole = new Map(
        wholes.flatMap((whole) => (whole ? [[whole.run.id, whole] as const] : [])),
      );
    });
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.#failure = undefined;
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    }
  }
}

/** The mark of a place: what `CategoryMark` draws. */
export const markOf = (place: number): Pick<Category, 'letter' | 'colour'> => ({
  letter: letterAt(place),
  colour: place,
});
