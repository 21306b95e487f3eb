/**
 * Rows of a table into a project, a chunk at a time: each is on disk before the next is read, and all
 * are one step to undo. What fails or is cancelled is taken back whole.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { OpenProject } from '../../../project/open-project.svelte.ts';
import { addClasses } from '../../../project/class-commands.ts';
import { addLabelled, type LabelledTaken } from '../../../project/sample-commands.ts';
import { keyOf, plainKey } from '../plain-key.ts';
import { longestText } from '../sift.ts';
import { classFor, type LabelGroup } from './labels.ts';
import { isTaken } from './thin.ts';

/** As much of a table in its worker as an import needs. */
export interface ImportedTable {
  readonly rows: number;
  column(column: number, from: number, to: number): Promise<readonly string[]>;
}

export interface ImportPlan {
  readonly textColumn: number;
  readonly fileName: string;
  /** Joins it to the other files that came with it. */
  readonly group: string;
  /** Rows that there is room for. */
  readonly room: number;
  readonly keepTwins: boolean;
  readonly into:
    | { readonly kind: 'class'; readonly classId: string }
    | {
        readonly kind: 'labels';
        readonly column: number;
        readonly groups: readonly LabelGroup[];
        readonly join: boolean;
        /** What nameless classes are called, before their number. */
        readonly base: string;
      };
}

export interface ImportCounts {
  /** Rows looked at. */
  readonly done: number;
  readonly added: number;
  /** Were in their class already. */
  readonly twins: number;
  readonly empty: number;
  readonly tooLong: number;
  readonly unlabelled: number;
  /** Left out because there is no room for more. */
  readonly beyond: number;
}

export const noCounts: ImportCounts = {
  done: 0,
  added: 0,
  twins: 0,
  empty: 0,
  tooLong: 0,
  unlabelled: 0,
  beyond: 0,
};

type ImportingProject = Pick<OpenProject, 'classes' | 'samplesOf' | 'perform' | 'failure'>;

/** Rows of a chunk: quick to write, and the page draws in between. */
const rowsAtOnce = 500;

/**
 * @throws FailureError of the table and the storage; what was written until then is on disk.
 */
export async function importRows(
  project: ImportingProject,
  table: ImportedTable,
  plan: ImportPlan,
  onProgress: (counts: ImportCounts) => void,
  signal: AbortSignal,
): Promise<ImportCounts> {
  const target = await targetsOf(project, plan);
  const sorter = new RowSorter(project, plan, table.rows, target);
  for (let from = 0; from < table.rows && !signal.aborted; from += rowsAtOnce) {
    const to = Math.min(from + rowsAtOnce, table.rows);
    const [texts, labels] = await Promise.all([
      table.column(plan.textColumn, from, to),
      plan.into.kind === 'labels' ? table.column(plan.into.column, from, to) : undefined,
    ]);
    const taken = sorter.take(texts, labels, from);
    if (taken.length > 0) await perform(project, addLabelled(taken, plan.group));
    onProgress(sorter.counts);
  }
  return sorter.counts;
}

/** The class of each label as it is written; makes those that are not there yet. */
async function targetsOf(
  project: ImportingProject,
  { into, group }: ImportPlan,
): Promise<(label: string | undefined) => string | undefined> {
  if (into.kind === 'class') return () => into.classId;
  const wanted = into.groups.map((one) => {
    const there = classFor(one, project.classes, into.join);
    return { one, id: there?.id ?? newId(), isNew: !there };
  });
  const fresh = wanted.filter(({ isNew }) => isNew);
  if (fresh.length > 0) {
    const add = addClasses(fresh.map(({ id, one }) => ({ id, name: one.name, base: into.base })));
    await perform(project, (view, now) => ({ ...add(view, now), group }));
  }
  const ids = new Map(wanted.flatMap(({ one, id }) => one.spellings.map((label) => [label, id])));
  return (label) => (label === undefined ? undefined : ids.get(label));
}

/** Tells which rows become samples, and counts the others by why they do not. */
class RowSorter {
  readonly #project: ImportingProject;
  readonly #plan: ImportPlan;
  readonly #rows: number;
  readonly #target: (label: string | undefined) => string | undefined;
  readonly #seen = new Map<string, Set<string>>();
  counts: ImportCounts = noCounts;

  constructor(
    project: ImportingProject,
    plan: ImportPlan,
    rows: number,
    target: (label: string | undefined) => string | undefined,
  ) {
    this.#project = project;
    this.#plan = plan;
    this.#rows = rows;
    this.#target = target;
  }

  take(
    texts: readonly string[],
    labels: readonly string[] | undefined,
    from: number,
  ): LabelledTaken[] {
    const counts = { ...this.counts };
    const takenAt = Date.now();
    const taken: LabelledTaken[] = [];
    for (const [i, cell] of texts.entries()) {
      counts.done++;
      const text = cell.trim();
      const classId = this.#target(labels?.[i]);
      const key = plainKey(text.slice(0, longestText));
      if (!isTaken(from + i, this.#rows, this.#plan.room)) counts.beyond++;
      else if (key === '') counts.empty++;
      else if (text.length > longestText) counts.tooLong++;
      else if (classId === undefined) counts.unlabelled++;
      else if (this.#isTwin(classId, key)) counts.twins++;
      else {
        counts.added++;
        const id = newId();
        const { fileName } = this.#plan;
        const origin = fileName === '' ? 'paste' : 'file';
        const name = fileName === '' ? {} : { fileName };
        // Each text is a burst of its own: which are nearly the same is seen when they are split.
        const sample = { text, origin, takenAt, burst: id, ...name } as const;
        taken.push({ id, classId, sample });
      }
    }
    this.counts = counts;
    return taken;
  }

  #isTwin(classId: string, key: string): boolean {
    if (this.#plan.keepTwins) return false;
    let seen = this.#seen.get(classId);
    if (!seen) {
      seen = new Set(this.#project.samplesOf(classId).map(keyOf));
      this.#seen.set(classId, seen);
    }
    if (seen.has(key)) return true;
    seen.add(key);
    return false;
  }
}

async function perform(
  project: ImportingProject,
  command: Parameters<OpenProject['perform']>[0],
): Promise<void> {
  if (await project.perform(command)) return;
  const { code, detail } = project.failure ?? { code: 'storage-unavailable' };
  throw new FailureError(code, detail);
}
