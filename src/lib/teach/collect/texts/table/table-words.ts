/** What is said of tables, in the visitor's language. */
import { formatCount } from '#lib/i18n/format.ts';
import type { TableWarning } from '#lib/text/table/table.ts';
import { m } from '#paraglide/messages.js';
import type { ImportCounts } from './import-rows.ts';

const encodingNames: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252 (Latin-1)',
};

/** Those that can be chosen where the wrong one was found. */
export const encodings = Object.keys(encodingNames);

export const encodingName = (encoding: string): string => encodingNames[encoding] ?? encoding;

/** "Column 3" where the table has no name for it. */
export const columnName = (names: readonly string[], column: number): string =>
  names[column] || m.text_table_column({ n: column + 1 });

export const rowsWords = (count: number): string =>
  count === 1 ? m.text_table_rows_one() : m.text_table_rows({ count: formatCount(count) });

export function warningWords({ code, count, row }: TableWarning): string {
  const inputs = { count: formatCount(count), row: formatCount(row ?? 1) };
  switch (code) {
    case 'broken-quotes':
      return m.text_table_broken_quotes(inputs);
    case 'uneven-rows':
      return m.text_table_uneven_rows(inputs);
    case 'bad-lines':
      return m.text_table_bad_lines(inputs);
    case 'row-limit':
      return m.text_table_row_limit(inputs);
    case 'column-limit':
      return m.text_table_column_limit(inputs);
    case 'nul-characters':
      return m.text_table_nul(inputs);
  }
}

/** What did not become a sample, and why. */
export function leftOutWords(counts: ImportCounts): readonly string[] {
  const said: readonly (readonly [number, (inputs: { count: string }) => string])[] = [
    [counts.twins, m.text_table_twins],
    [counts.empty, m.text_table_empty],
    [counts.unlabelled, m.text_table_unlabelled],
    [counts.tooLong, m.text_table_too_long],
    [counts.beyond, m.text_table_beyond],
  ];
  return said.flatMap(([count, words]) => (count > 0 ? words({ count: formatCount(count) }) : []));
}
