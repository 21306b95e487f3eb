/**
 * Tables on their way into a project: read in a worker, looked at by a person where it is not plain
 * what they are, imported as one step. One after the other, however many were given.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { newId } from '#lib/storage/new-id.ts';
import type { TableWarning } from '#lib/text/table/table.ts';
import { m } from '#paraglide/messages.js';
import type { OpenProject } from '../../../project/open-project.svelte.ts';
import { importRows, noCounts, type ImportCounts, type ImportPlan } from './import-rows.ts';
import { mostClasses } from './labels.ts';
import { OpenTable } from './open-table.ts';
import { TableDraft } from './table-draft.svelte.ts';
import { mostTexts } from './thin.ts';

export interface GivenTable {
  readonly file: Blob;
  /** '' for what was pasted. */
  readonly name: string;
}

/** How an import ended; nothing of it is there where it was cancelled or failed. */
export interface TableReport {
  readonly kind: 'done' | 'cancelled' | 'failed';
  readonly name: string;
  readonly counts: ImportCounts;
  readonly warnings: readonly TableWarning[];
  readonly failure?: Failure;
  /** What it was, to be looked at and imported otherwise. */
  readonly given: GivenTable;
  readonly group: string;
}

export type ImportingState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'reading'; readonly name: string; readonly fraction: number }
  | { readonly kind: 'choosing'; readonly draft: TableDraft }
  | {
      readonly kind: 'importing';
      readonly name: string;
      readonly counts: ImportCounts;
      readonly rows: number;
    };

/** What a person chose in a table; undefined: not to import it. */
type Decision = ImportPlan['into'] | undefined;

/** More labels than this are looked at before they become classes. */
const plainClasses = 30;

export class TableImporting {
  readonly #project: OpenProject;
  #state = $state.raw<ImportingState>({ kind: 'idle' });
  #reports = $state.raw<readonly TableReport[]>([]);
  #stop: AbortController | undefined;
  #decide: ((decision: Decision) => void) | undefined;
  #waiting: Promise<void> = Promise.resolve();

  constructor(project: OpenProject) {
    this.#project = project;
  }

  get state(): ImportingState {
    return this.#state;
  }

  /** Of the tables that were given together last. */
  get reports(): readonly TableReport[] {
    return this.#reports;
  }

  /** Texts that the project has room for. */
  get room(): number {
    return Math.max(0, mostTexts - this.#project.sampleCount);
  }

  /**
   * @param classId where texts without labels go; without it every table is looked at first.
   */
  take(given: readonly GivenTable[], classId?: string): Promise<void> {
    const after = this.#waiting.then(async () => {
      this.#reports = [];
      const group = newId();
      for (const one of given) {
        const report = await this.#one(one, group, classId);
        if (report) this.#reports = [...this.#reports, report];
      }
    });
    this.#waiting = after.catch(() => undefined);
    return after;
  }

  /** Takes an import back and looks at its table again. */
  async takeOtherwise(report: TableReport): Promise<void> {
    this.#reports = [];
    await this.#takeBack(report.group);
    await this.take([report.given]);
  }

  decide(decision: Decision): void {
    this.#decide?.(decision);
  }

  cancel(): void {
    this.#stop?.abort();
    this.#decide?.(undefined);
  }

  dismiss(): void {
    this.#reports = [];
  }

  async #one(
    given: GivenTable,
    group: string,
    classId: string | undefined,
  ): Promise<TableReport | undefined> {
    const { name } = given;
    const stop = new AbortController();
    this.#stop = stop;
    this.#state = { kind: 'reading', name, fraction: 0 };
    let table: OpenTable | undefined;
    let counts = noCounts;
    const report = (kind: TableReport['kind'], failure?: Failure): TableReport => ({
      kind,
      name,
      counts,
      warnings: table?.info.warnings ?? [],
      given,
      group,
      ...(failure && { failure }),
    });
    try {
      table = await OpenTable.open(given.file, name, {
        signal: stop.signal,
        onProgress: ({ fraction }) => (this.#state = { kind: 'reading', name, fraction }),
      });
      if (!table) return report('cancelled');
      const draft = await TableDraft.of(table);
      const into = plainly(draft, classId) ?? (await this.#chosen(draft));
      if (!into) return undefined;
      const { textColumn, keepTwins } = draft;
      const plan = { textColumn, keepTwins, fileName: name, group, room: this.room, into };
      const { rows } = table;
      this.#state = { kind: 'importing', name, counts, rows };
      const tell = (now: ImportCounts) => {
        counts = now;
        this.#state = { kind: 'importing', name, counts, rows };
      };
      await importRows(this.#project, table, plan, tell, stop.signal);
      if (!stop.signal.aborted) return report('done');
      await this.#takeBack(group);
      return report('cancelled');
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      // What led to it is said in the report, not once more above the bench.
      this.#project.dismissFailure();
      await this.#takeBack(group);
      return report('failed', error.failure);
    } finally {
      table?.close();
      this.#state = { kind: 'idle' };
    }
  }

  async #chosen(draft: TableDraft): Promise<Decision> {
    this.#state = { kind: 'choosing', draft };
    const decision = await new Promise<Decision>((decide) => (this.#decide = decide));
    this.#decide = undefined;
    return decision;
  }

  async #takeBack(group: string): Promise<void> {
    if (this.#project.undoable?.group === group) await this.#project.undo();
  }
}

/** Where the rows go, where nobody needs to be asked. */
function plainly(draft: TableDraft, classId: string | undefined): Decision {
  if (classId === undefined) return undefined;
  const { groups, labelColumn: column, join } = draft;
  // Texts of one class, or of none, that were put into a class, go there.
  if (column === undefined || groups.length <= 1) return { kind: 'class', classId };
  if (groups.length > Math.min(plainClasses, mostClasses) || draft.joinable.length > 0) {
    return undefined;
  }
  return { kind: 'labels', column, groups, join, base: m.teach_class_base() };
}
