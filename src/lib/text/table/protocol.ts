/** Calls of a table worker, which keeps one table: the last that was read. Types only. */
import type { TableInfo, TableSource } from './table.ts';

// A type alias, so that it is assignable to the engine's `Calls`.
export type TableCalls = {
  /** Reads a file, or a text that was pasted. */
  readTable: {
    request: TableSource & { file: Blob };
    update: never;
    progress: { fraction: number };
    result: TableInfo;
  };
  setHeader: { request: { header: boolean }; update: never; progress: never; result: TableInfo };
  /** Cells of rows of data, `to` exclusive. */
  rows: {
    request: { from: number; to: number };
    update: never;
    progress: never;
    result: readonly (readonly string[])[];
  };
  /** One column of rows of data, `to` exclusive. */
  column: {
    request: { column: number; from: number; to: number };
    update: never;
    progress: never;
    result: readonly string[];
  };
  /** The whole table as CSV, with more columns at its end; rows beyond the end of a column are left out. */
  writeTable: {
    request: { columns: readonly WrittenColumn[] };
    update: never;
    progress: { fraction: number };
    result: Blob;
  };
};

/** A column to be added: a name and, for each row, a value by its number; or numbers as they are. */
export type WrittenColumn =
  | { readonly name: string; readonly values: readonly string[]; readonly places: Uint16Array }
  | { readonly name: string; readonly numbers: Float32Array };
