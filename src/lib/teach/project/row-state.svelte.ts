/**
 * The rows of one project in memory, as reactive lists. A write replaces only the list of the class
 * that it touches, so that a frame of a recording costs the same whatever the project holds.
 */
import type { Change, ClassRow, ProjectRow, RunRow, SampleRow } from '#lib/storage/project-rows.ts';
import type { StoredProject } from '#lib/storage/projects.ts';
import { byTime, isShown, isTrashed, shownClasses, type ProjectView } from './view.ts';

/** What a write means to whoever follows the shown samples (neither they nor their class trashed). */
export interface ShownChange {
  /** Samples that show now, new or changed. */
  readonly put: readonly SampleRow[];
  /** Ids of samples that show no longer. */
  readonly removed: readonly string[];
  /** Whether a class came, went, or changed its role, name, colour or place. */
  readonly classesChanged: boolean;
}

const none: readonly SampleRow[] = [];

export class RowState {
  #project: ProjectRow = $state.raw()!;
  #classes = $state.raw<ReadonlyMap<string, ClassRow>>(new Map());
  #runs = $state.raw<ReadonlyMap<string, RunRow>>(new Map());
  #running = $state.raw<ReadonlyMap<string, RunRow>>(new Map());
  /** Samples outside the trash by class, oldest first; classes in the trash have theirs too. */
  #byClass = $state.raw<ReadonlyMap<string, readonly SampleRow[]>>(new Map());
  #trashedSamples = $state.raw<ReadonlyMap<string, SampleRow>>(new Map());
  /** Every sample by id. Not reactive: the lists above are what changes with it. */
  readonly #samples = new Map<string, SampleRow>();

  readonly #shownClasses = $derived(shownClasses(this.#classes.values()));
  readonly #allRuns = $derived(
    [...new Map([...this.#runs, ...this.#running]).values()]
      .filter((run) => !isTrashed(run))
      .sort((a, b) => b.startedAt - a.startedAt),
  );
  readonly #total = $derived(
    this.#shownClasses.reduce((sum, { id }) => sum + this.samplesOf(id).length, 0),
  );

  readonly #trash = $derived({
    classes: newestFirst([...this.#classes.values()].filter(isTrashed)),
    samples: newestFirst(
      [...this.#trashedSamples.values()].filter(({ classId }) => {
        const owner = this.#classes.get(classId);
        return owner !== undefined && !isTrashed(owner);
      }),
    ),
    runs: newestFirst([...this.#runs.values()].filter(isTrashed)),
  });

  constructor(stored: StoredProject) {
    this.#take(stored);
  }

  get project(): ProjectRow {
    return this.#project;
  }

  /** Outside the trash, in order. */
  get classes(): readonly ClassRow[] {
    return this.#shownClasses;
  }

  /** Outside the trash, newest first, those that train now among them. */
  get runs(): readonly RunRow[] {
    return this.#allRuns;
  }

  get running(): ReadonlyMap<string, RunRow> {
    return this.#running;
  }

  /** Samples of shown classes. */
  get total(): number {
    return this.#total;
  }

  /** Newest first; samples of a trashed class come with it and are not listed apart. */
  get trash() {
    return this.#trash;
  }

  /** Oldest first; the same array until a sample of the class changes. */
  samplesOf(classId: string): readonly SampleRow[] {
    return this.#byClass.get(classId) ?? none;
  }

  /** A sample by its id, in the trash or not. Not reactive. */
  sample(id: string): SampleRow | undefined {
    return this.#samples.get(id);
  }

  /** A class by its id, in the trash or not. */
  class(id: string): ClassRow | undefined {
    return this.#classes.get(id);
  }

  /** As commands read it; only good until the next write. */
  get view(): ProjectView {
    return {
      project: this.#project,
      classes: this.#classes,
      samples: this.#samples,
      runs: this.#runs,
    };
  }

  setRunning(run: RunRow): void {
    this.#running = new Map(this.#running).set(run.id, run);
  }

  /** Everything as it is on disk now. */
  replace(stored: StoredProject): ShownChange {
    const before = this.#shownSamples();
    this.#take(stored);
    const after = this.#shownSamples();
    return {
      put: [...after.values()],
      removed: [...before.keys()].filter((id) => !after.has(id)),
      classesChanged: true,
    };
  }

  /** What a write changed. */
  apply(changes: readonly Change[]): ShownChange {
    const classesBefore = this.#classes;
    const put = new Map<string, SampleRow>();
    const removed = new Set<string>();
    const samples: Extract<Change, { store: 'samples' }>[] = [];
    for (const change of changes) {
      if (change.store === 'samples') samples.push(change);
      else this.#applyRow(change);
    }
    this.#applySamples(samples);
    for (const { before, after } of samples) {
      if (before && isShown(before, classesBefore)) removed.add(before.id);
      if (after && isShown(after, this.#classes)) put.set(after.id, after);
    }
    for (const change of changes) {
      if (change.store !== 'classes') continue;
      const was = classesBefore.get(change.key);
      const is = this.#classes.get(change.key);
      const wasShown = was !== undefined && !isTrashed(was);
      const isShownNow = is !== undefined && !isTrashed(is);
      if (wasShown === isShownNow) continue;
      for (const sample of this.samplesOf(change.key)) {
        if (isShownNow) put.set(sample.id, sample);
        else removed.add(sample.id);
      }
    }
    return {
      put: [...put.values()],
      removed: [...removed].filter((id) => !put.has(id)),
      classesChanged: this.#classes !== classesBefore,
    };
  }

  #applyRow(change: Exclude<Change, { store: 'samples' }>): void {
    if (change.store === 'projects') {
      if (change.after) this.#project = change.after;
    } else if (change.store === 'classes') {
      this.#classes = replaced(this.#classes, change.key, change.after);
    } else {
      this.#runs = replaced(this.#runs, change.key, change.after);
      this.#running = replaced(this.#running, change.key, undefined);
    }
  }

  #applySamples(changes: readonly Extract<Change, { store: 'samples' }>[]): void {
    if (changes.length === 0) return;
    const gone = new Set(changes.map(({ key }) => key));
    const touched = new Map<string, SampleRow[]>();
    const list = (classId: string) => {
      const known = touched.get(classId);
      if (known) return known;
      const kept = this.samplesOf(classId).filter(({ id }) => !gone.has(id));
      touched.set(classId, kept);
      return kept;
    };
    let trashed: Map<string, SampleRow> | undefined;
    for (const { key, before, after } of changes) {
      if (before && !isTrashed(before)) list(before.classId);
      if ((before && isTrashed(before)) || (after && isTrashed(after))) {
        trashed ??= new Map(this.#trashedSamples);
        if (after && isTrashed(after)) trashed.set(key, after);
        else trashed.delete(key);
      }
      if (after) {
        this.#samples.set(key, after);
        if (!isTrashed(after)) list(after.classId).push(after);
      } else this.#samples.delete(key);
    }
    const byClass = new Map(this.#byClass);
    for (const [classId, rows] of touched) byClass.set(classId, rows.sort(byTime));
    this.#byClass = byClass;
    if (trashed) this.#trashedSamples = trashed;
  }

  #take({ project, classes, samples, runs, running }: StoredProject): void {
    this.#project = project;
    this.#classes = byId(classes);
    this.#runs = byId(runs);
    this.#running = byId(running);
    this.#trashedSamples = byId(samples.filter(isTrashed));
    this.#samples.clear();
    const byClass = new Map<string, SampleRow[]>();
    for (const sample of samples) {
      this.#samples.set(sample.id, sample);
      if (isTrashed(sample)) continue;
      const rows = byClass.get(sample.classId);
      if (rows) rows.push(sample);
      else byClass.set(sample.classId, [sample]);
    }
    for (const rows of byClass.values()) rows.sort(byTime);
    this.#byClass = byClass;
  }

  #shownSamples(): Map<string, SampleRow> {
    return new Map([...this.#samples].filter(([, sample]) => isShown(sample, this.#classes)));
  }
}

const newestFirst = <Row extends { readonly trashedAt?: number }>(rows: Row[]): readonly Row[] =>
  rows.sort((a, b) => b.trashedAt! - a.trashedAt!);

const byId = <Row extends { readonly id: string }>(rows: readonly Row[]) =>
  new Map(rows.map((row) => [row.id, row]));

function replaced<Row>(rows: ReadonlyMap<string, Row>, key: string, row: Row | undefined) {
  const next = new Map(rows);
  if (row) next.set(key, row);
  else next.delete(key);
  return next;
}
