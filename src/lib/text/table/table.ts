/** A table read from a file: what it turned out to be, and what had to be put right. Types and limits. */

/** As TextDecoder names it: `utf-8`, `utf-16le`, `utf-16be`, `windows-1252`, or another that was asked for. */
export type TextEncoding = string;

/** What is known of a file before it is read. */
export interface TableSource {
  readonly name?: string;
  /** Found by itself where nobody says. */
  readonly encoding?: TextEncoding | undefined;
}

export type TableFormat = 'delimited' | 'json-lines' | 'lines';

export type TableWarningCode =
  /** A quote that never closes, or stands where none may stand: read as a character. */
  | 'broken-quotes'
  /** Rows with more or fewer cells than the first. */
  | 'uneven-rows'
  /** Lines that are no JSON; left out. */
  | 'bad-lines'
  /** Rows beyond the limit; left out. */
  | 'row-limit'
  /** Cells beyond the limit of columns; left out. */
  | 'column-limit'
  /** NUL characters; left out. */
  | 'nul-characters';

export interface TableWarning {
  readonly code: TableWarningCode;
  /** How many rows, lines or characters. */
  readonly count: number;
  /** The first of them, counted from 1, where it has a place. */
  readonly row?: number;
}

export interface TableInfo {
  readonly encoding: TextEncoding;
  readonly format: TableFormat;
  /** Of a delimited table. */
  readonly delimiter?: string;
  /** The first row names the columns; a guess until somebody says so. */
  readonly header: boolean;
  /** One name for each column; empty where there is none. */
  readonly columns: readonly string[];
  /** Rows of data, without the header. */
  readonly rows: number;
  /** The column that most likely holds the texts; 0 when nothing tells. */
  readonly textColumn: number;
  /** The column that most likely holds their classes. */
  readonly labelColumn?: number;
  readonly warnings: readonly TableWarning[];
}

export const tableLimits = {
  /** Bytes of a file: more would not fit into the memory of most devices. */
  bytes: 512 * 2 ** 20,
  rows: 1_000_000,
  columns: 256,
} as const;
