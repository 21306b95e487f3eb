/** A table with what was found out about its rows, as CSV that any spreadsheet opens and none runs. */
import { Breath } from '#lib/engine/breath.ts';
import { byteOrderMark, csvRow } from './csv.ts';
import type { KeptTable } from './kept-table.ts';
import type { WrittenColumn } from './protocol.ts';

const rowsAtOnce = 2_000;

export async function writeTable(
  table: KeptTable,
  added: readonly WrittenColumn[],
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<Blob> {
  const lengths = added.map((column) => valuesOf(column).length);
  const count = Math.min(table.count, ...lengths);
  const names = table.columns.map((name, at) => name || `column ${at + 1}`);
  const parts: Blob[] = [];
  const breath = new Breath(signal);
  let text = byteOrderMark + csvRow([...names, ...added.map(({ name }) => freshName(name, names))]);
  for (let from = 0; from < count; from += rowsAtOnce) {
    const rows = table.rows(from, Math.min(from + rowsAtOnce, count));
    for (const [at, row] of rows.entries()) {
      text += csvRow([...row, ...added.map((column) => cellOf(column, from + at))]);
    }
    // A blob may lie on the disk; a string never does.
    parts.push(new Blob([text]));
    text = '';
    onProgress?.(Math.min(1, (from + rowsAtOnce) / count));
    if (breath.due) await breath.take();
  }
  return new Blob([...parts, text], { type: 'text/csv;charset=utf-8' });
}

const valuesOf = (column: WrittenColumn) => ('numbers' in column ? column.numbers : column.places);

function cellOf(column: WrittenColumn, row: number): string {
  if (!('numbers' in column)) return column.values[column.places[row]!] ?? '';
  const number = column.numbers[row]!;
  return Number.isNaN(number) ? '' : number.toFixed(4);
}

/** Two columns of one name would be one column to most programs. */
function freshName(name: string, taken: readonly string[]): string {
  let fresh = name;
  for (let number = 2; taken.includes(fresh); number++) fresh = `${name} ${number}`;
  return fresh;
}
