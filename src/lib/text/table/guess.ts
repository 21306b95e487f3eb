/** What a table most likely is, told by its first rows. Pure. */
import { parseDelimited, parseLines } from './delimited.ts';
import type { TableFormat } from './table.ts';

export interface TableShape {
  readonly format: TableFormat;
  readonly delimiter?: string;
}

const delimiters = [',', ';', '\t', '|'] as const;
const rowsLooked = 60;

/** @param head the first 64 KB or so of the text. @param name of the file; '' for what was pasted. */
export function guessShape(head: string, name = ''): TableShape {
  const ending = /\.([a-z]+)$/i.exec(name)?.[1]?.toLowerCase() ?? '';
  if (looksLikeJson(head)) return { format: 'json-lines' };
  // A text file is lines; but many a data set of lines has its class before a tab.
  const candidates = ending === 'txt' || ending === 'md' ? (['\t'] as const) : delimiters;
  let best: { shape: TableShape; merit: number } = { shape: { format: 'lines' }, merit: 0.6 };
  for (const delimiter of candidates) {
    const merit = evenness(head, delimiter);
    if (merit > best.merit) best = { shape: { format: 'delimited', delimiter }, merit };
  }
  if (best.shape.format === 'delimited') return best.shape;
  if (ending === 'csv') return { format: 'delimited', delimiter: ',' };
  if (ending === 'tsv' || ending === 'tab') return { format: 'delimited', delimiter: '\t' };
  return best.shape;
}

/** The share of rows with the commonest number of cells, where that is two or more; more cells count a little. */
function evenness(head: string, delimiter: string): number {
  const { rows } = parseDelimited(head, delimiter, { final: false, most: rowsLooked });
  const sample = rows.length > 0 ? rows : parseDelimited(head, delimiter).rows;
  const counts = new Map<number, number>();
  for (const { length } of sample) counts.set(length, (counts.get(length) ?? 0) + 1);
  const [cells, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [0, 0];
  return cells < 2 ? 0 : times / sample.length + Math.min(cells, 10) / 1000;
}

function looksLikeJson(head: string): boolean {
  const first = firstLine(head);
  return /^[[{]/.test(first) && (looksLikeList(head) || valueOf(first) !== undefined);
}

/** One JSON list over the whole file, rather than a value on each line. */
export function looksLikeList(head: string): boolean {
  const { rows } = parseLines(head, { most: 2 });
  const first = firstLine(head);
  if (first === '[' || first.startsWith('[{')) return true;
  return first.startsWith('["') && rows.length === 1;
}

const firstLine = (head: string) => parseLines(head, { most: 1 }).rows[0]?.[0]?.trim() ?? '';

/** A line's value; undefined where it is no JSON. */
export function valueOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

const textNames =
  /^(text|texts|texto|textos|sentence|frase|message|mensagem|sms|tweet|review|resenha|comment|comentário|comentario|content|conteúdo|conteudo|body|input|utterance|document|v2)$/i;
const labelNames =
  /^(label|labels|class|classe|category|categoria|rótulo|rotulo|target|y|tag|intent|emotion|emoção|emocao|sentiment|sentimento|language|lang|idioma|v1)$/i;

/** Whether the first row names the columns. */
export function guessHeader(rows: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = rows;
  if (!first || rest.length === 0) return false;
  const names = first.map((cell) => cell.trim());
  if (names.some((name) => textNames.test(name) || labelNames.test(name))) {
    return names.every((name) => name.length <= 60);
  }
  const distinct = new Set(names).size === names.length;
  const brief = names.every((name) => name.length <= 40 && !isNumber(name));
  if (!distinct || !brief || names.every((name) => name === '')) return false;
  // Names stand over something else than names: numbers, or sentences.
  return names.some((name, column) => {
    const cells = rest.map((row) => row[column]?.trim() ?? '').filter((cell) => cell !== '');
    if (cells.length === 0) return false;
    if (cells.every(isNumber)) return true;
    const words = (text: string) => text.split(/\s+/).length;
    const typical = cells.map(words).sort((a, b) => a - b)[cells.length >> 1]!;
    return words(name) <= 3 && typical >= 3 * words(name) && names.length > 1;
  });
}

const isNumber = (cell: string) => cell !== '' && Number.isFinite(Number(cell.replace(',', '.')));

/** The column of the texts and that of their classes, by name or else by what is in them. */
export function guessColumns(
  names: readonly string[],
  rows: readonly (readonly string[])[],
): { text: number; label?: number } {
  const text = names.findIndex((name) => textNames.test(name.trim()));
  const label = names.findIndex((name) => labelNames.test(name.trim()));
  const chosenText = text >= 0 ? text : longestColumn(names.length, rows, label);
  const chosenLabel = label >= 0 ? label : fewestValues(names.length, rows, chosenText);
  return {
    text: chosenText,
    ...(chosenLabel !== undefined && chosenLabel !== chosenText && { label: chosenLabel }),
  };
}

function longestColumn(width: number, rows: readonly (readonly string[])[], not: number): number {
  let best = 0;
  let most = -1;
  for (let column = 0; column < width; column++) {
    const length = rows.reduce((sum, row) => sum + (row[column]?.length ?? 0), 0);
    if (length > most && (column !== not || width === 1)) [best, most] = [column, length];
  }
  return best;
}

/** The column whose values come again and again: at most half as many as there are rows. */
function fewestValues(
  width: number,
  rows: readonly (readonly string[])[],
  not: number,
): number | undefined {
  let best: number | undefined;
  let fewest = Math.min(rows.length / 2, 50);
  for (let column = 0; column < width; column++) {
    const values = new Set(rows.map((row) => row[column]?.trim().toLowerCase() ?? ''));
    const filled = rows.every((row) => (row[column]?.trim() ?? '') !== '');
    if (column !== not && filled && values.size >= 2 && values.size <= fewest) {
      [best, fewest] = [column, values.size - 1];
    }
  }
  return best;
}
