/** A table before it is imported: what its columns mean, and what would become of its rows. */
import type { TableInfo } from '#lib/text/table/table.ts';
import {
  countLabels,
  groupLabels,
  joinedGroups,
  type LabelCounts,
  type LabelGroup,
} from './labels.ts';
import type { OpenTable } from './open-table.ts';

/** Rows shown before an import. */
const previewed = 8;
/** Labels fetched from the worker at once. */
const labelsAtOnce = 20_000;

export class TableDraft {
  readonly table: OpenTable;
  #info: TableInfo = $state.raw()!;
  #preview = $state.raw<readonly (readonly string[])[]>([]);
  #textColumn = $state(0);
  #labelColumn = $state<number>();
  #counts = $state.raw<LabelCounts>(new Map());
  #join = $state(true);
  #counting = $state(false);
  keepTwins = $state(false);

  readonly #groups = $derived(groupLabels(this.#counts, this.#join));
  readonly #joinable = $derived(joinedGroups(groupLabels(this.#counts, true)));

  private constructor(table: OpenTable) {
    this.table = table;
    this.#info = table.info;
  }

  static async of(table: OpenTable): Promise<TableDraft> {
    const draft = new TableDraft(table);
    await draft.#lookAgain();
    return draft;
  }

  get info(): TableInfo {
    return this.#info;
  }

  /** The first rows of data. */
  get preview(): readonly (readonly string[])[] {
    return this.#preview;
  }

  get textColumn(): number {
    return this.#textColumn;
  }

  set textColumn(column: number) {
    this.#textColumn = column;
    if (this.#labelColumn === column) void this.setLabelColumn(undefined);
  }

  /** Undefined: the table has no classes. */
  get labelColumn(): number | undefined {
    return this.#labelColumn;
  }

  get groups(): readonly LabelGroup[] {
    return this.#groups;
  }

  /** Labels that are written in several ways, whether joined now or not. */
  get joinable(): readonly LabelGroup[] {
    return this.#joinable;
  }

  /** Whether labels that differ by case or spaces only are one class. */
  get join(): boolean {
    return this.#join;
  }

  set join(join: boolean) {
    this.#join = join;
  }

  /** Whether the labels are still being counted. */
  get counting(): boolean {
    return this.#counting;
  }

  async setLabelColumn(column: number | undefined): Promise<void> {
    this.#labelColumn = column;
    this.#counts = new Map();
    if (column === undefined) return;
    this.#counting = true;
    const counts: LabelCounts = new Map();
    for (let from = 0; from < this.table.rows; from += labelsAtOnce) {
      countLabels(await this.table.column(column, from, from + labelsAtOnce), counts);
      // Another column was chosen while this one was counted.
      if (this.#labelColumn !== column) return;
    }
    this.#counts = counts;
    this.#counting = false;
  }

  async setHeader(header: boolean): Promise<void> {
    await this.table.setHeader(header);
    await this.#lookAgain();
  }

  async setEncoding(encoding: string): Promise<void> {
    await this.table.decode(encoding);
    await this.#lookAgain();
  }

  async #lookAgain(): Promise<void> {
    const { info } = this.table;
    this.#info = info;
    this.#textColumn = info.textColumn;
    this.#preview = await this.table.firstRows(previewed);
    await this.setLabelColumn(info.labelColumn);
  }
}
