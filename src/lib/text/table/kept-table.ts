/**
 * A table as a worker keeps it: the text of the file in blocks of whole rows, cut into cells again
 * whenever somebody looks. A million rows cost their characters and no more.
 */
import { Breath } from '#lib/engine/breath.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { decodedChunks, detectEncoding, readText } from './encoding.ts';
import { parseDelimited, parseLines, type ParsedRows } from './delimited.ts';
import {
  guessColumns,
  guessHeader,
  guessShape,
  looksLikeList,
  valueOf,
  type TableShape,
} from './guess.ts';
import { JsonColumns } from './json-rows.ts';
import {
  tableLimits,
  type TableInfo,
  type TableSource,
  type TableWarning,
  type TableWarningCode,
  type TextEncoding,
} from './table.ts';

interface Block {
  readonly text: string;
  /** Place of its first row among all rows, the header included. */
  readonly first: number;
}

interface Cut extends ParsedRows {
  /** Lines that are no JSON. */
  readonly bad: number;
}

const rowsForGuessing = 200;
const keptBlocks = 4;
const headCharacters = 2 ** 16;

export class KeptTable {
  readonly #shape: TableShape;
  readonly #encoding: TextEncoding;
  readonly #json = new JsonColumns(tableLimits.columns);
  readonly #blocks: Block[] = [];
  readonly #warnings = new Map<TableWarningCode, { count: number; row?: number }>();
  /** Cells of the blocks that were looked at last. */
  readonly #recent = new Map<Block, string[][]>();
  #count = 0;
  #width = 0;
  #header = false;

  private constructor(shape: TableShape, encoding: TextEncoding) {
    this.#shape = shape;
    this.#encoding = encoding;
  }

  /**
   * Reads a file to its end, or to the limit of rows.
   * @throws FailureError `text-unreadable`, `text-too-large`, `file-unreadable`
   */
  static async read(
    file: Blob,
    { name = '', encoding }: TableSource = {},
    onProgress?: (fraction: number) => void,
    signal?: AbortSignal,
  ): Promise<KeptTable> {
    if (file.size > tableLimits.bytes) throw new FailureError('text-too-large');
    const chosen = encoding ?? (await detectEncoding(file, signal));
    let table: KeptTable | undefined;
    let rest = '';
    let done = 0;
    const breath = new Breath(signal);
    for await (const { text, bytes } of decodedChunks(file, chosen, signal)) {
      done += bytes;
      const clean = text.replaceAll('\0', '');
      rest += clean;
      if (!table) {
        const head = rest.slice(0, headCharacters);
        table = new KeptTable(guessShape(head, name), chosen);
        if (table.#shape.format === 'json-lines' && looksLikeList(head)) {
          table.#takeList(await readText(file, chosen));
          break;
        }
      }
      if (clean.length < text.length) table.#warn('nul-characters', text.length - clean.length);
      rest = rest.slice(table.#take(rest, done >= file.size));
      onProgress?.(done / file.size);
      if (table.#count > tableLimits.rows) break;
      if (breath.due) await breath.take();
    }
    table ??= new KeptTable({ format: 'lines' }, chosen);
    table.#settle();
    return table;
  }

  get info(): TableInfo {
    const { format, delimiter } = this.#shape;
    const rows = this.rows(0, rowsForGuessing);
    const columns = this.columns;
    const guess = guessColumns(columns, rows);
    return {
      encoding: this.#encoding,
      format,
      ...(delimiter !== undefined && { delimiter }),
      header: this.#header,
      columns,
      rows: this.count,
      textColumn: guess.text,
      ...(guess.label !== undefined && { labelColumn: guess.label }),
      warnings: [...this.#warnings].map(([code, found]): TableWarning => ({ code, ...found })),
    };
  }

  /** Rows of data. */
  get count(): number {
    return Math.min(this.#count - (this.#header ? 1 : 0), tableLimits.rows);
  }

  get columns(): string[] {
    if (this.#shape.format === 'json-lines') return [...this.#json.names];
    const names = this.#header ? (this.#raw(0, 1)[0] ?? []) : [];
    return Array.from({ length: this.#width }, (_, column) => names[column]?.trim() ?? '');
  }

  /** Whether the first row names the columns. JSON brings its names along. */
  setHeader(header: boolean): void {
    this.#header = header && this.#shape.format !== 'json-lines' && this.#count > 0;
  }

  /** Cells of rows of data, from first to last, end exclusive; every row has a cell for each column. */
  rows(from: number, to: number): string[][] {
    const shift = this.#header ? 1 : 0;
    const last = Math.min(to, this.count);
    return this.#raw(Math.max(0, from) + shift, last + shift).map((row) =>
      Array.from({ length: this.#width }, (_, column) => row[column] ?? ''),
    );
  }

  /** One column of rows of data. */
  column(column: number, from: number, to: number): string[] {
    const shift = this.#header ? 1 : 0;
    const last = Math.min(to, this.count);
    return this.#raw(Math.max(0, from) + shift, last + shift).map((row) => row[column] ?? '');
  }

  #raw(from: number, to: number): string[][] {
    const found: string[][] = [];
    for (let index = this.#blockAt(from); index < this.#blocks.length; index++) {
      const block = this.#blocks[index]!;
      if (block.first >= to) break;
      const rows = this.#cells(block);
      for (const row of rows.slice(Math.max(0, from - block.first), to - block.first)) {
        found.push(row);
      }
    }
    return found;
  }

  #blockAt(row: number): number {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#blocks[middle]!.first <= row) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #cells(block: Block): string[][] {
    const kept = this.#recent.get(block);
    if (kept) return kept;
    const rows = this.#cut(block.text, true).rows;
    this.#recent.set(block, rows);
    if (this.#recent.size > keptBlocks) {
      for (const oldest of this.#recent.keys()) {
        this.#recent.delete(oldest);
        break;
      }
    }
    return rows;
  }

  /** A JSON list is a table with a line for each of its items. */
  #takeList(text: string): void {
    const list = valueOf(text.trim());
    if (!Array.isArray(list)) throw new FailureError('text-unreadable', 'a list that is no JSON');
    for (let at = 0; at < list.length && this.#count <= tableLimits.rows; at += 1000) {
      const lines = list.slice(at, at + 1000).map((item) => JSON.stringify(item));
      this.#take(`${lines.join('\n')}\n`, true);
    }
  }

  /** Keeps the whole rows of `text` and tells where the first row begins that is not whole yet. */
  #take(text: string, final: boolean): number {
    const { rows, end, repaired, bad } = this.#cut(text, final);
    const first = this.#count;
    if (bad > 0) this.#warn('bad-lines', bad);
    if (rows.length === 0) return end;
    this.#count += rows.length;
    for (const at of repaired) this.#warn('broken-quotes', 1, first + at);
    rows.forEach((row, at) => this.#measure(row, first + at));
    this.#blocks.push({ text: text.slice(0, end), first });
    return end;
  }

  #cut(text: string, final: boolean): Cut {
    const { format, delimiter = ',' } = this.#shape;
    if (format === 'delimited') return { ...parseDelimited(text, delimiter, { final }), bad: 0 };
    const lines = parseLines(text, { final });
    if (format === 'lines') return { ...lines, bad: 0 };
    const values = lines.rows.map(([line = '']) => valueOf(line));
    const read = values.filter((value) => value !== undefined);
    const rows = read.map((value) => this.#json.cellsOf(value));
    return { rows, end: lines.end, repaired: [], bad: values.length - read.length };
  }

  #measure(row: readonly string[], place: number): void {
    if (this.#shape.format !== 'delimited') return;
    if (place === 0) this.#width = Math.min(row.length, tableLimits.columns);
    else if (row.length !== this.#width) this.#warn('uneven-rows', 1, place);
    if (row.length > tableLimits.columns) this.#warn('column-limit', 1, place);
  }

  /** All rows are here. */
  #settle(): void {
    if (this.#shape.format === 'lines') this.#width = 1;
    if (this.#shape.format === 'json-lines') this.#width = this.#json.names.length;
    if (this.#json.dropped > 0) this.#warn('column-limit', this.#json.dropped);
    this.setHeader(guessHeader(this.#raw(0, rowsForGuessing)));
    if (this.#count > tableLimits.rows) this.#warn('row-limit', this.#count - tableLimits.rows);
  }

  #warn(code: TableWarningCode, count: number, place?: number): void {
    const before = this.#warnings.get(code);
    const row = before?.row ?? (place === undefined ? undefined : place + 1);
    this.#warnings.set(code, {
      count: (before?.count ?? 0) + count,
      ...(row !== undefined && { row }),
    });
  }
}
