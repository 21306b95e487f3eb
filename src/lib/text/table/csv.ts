/** Cells on their way out. Pure. */

/** For Excel, which takes a file without it for its own country's encoding. */
export const byteOrderMark = '\uFEFF';

/** What a spreadsheet takes for a formula, by its first character (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;

/** A cell that a spreadsheet shows and never runs; quoted where it must be. */
export function csvCell(value: string): string {
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",;\r\n\t]/.test(safe) || safe !== value ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One line with its end. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`;
