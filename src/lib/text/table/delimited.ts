/**
 * Cells between delimiters (RFC 4180), with patience for what people's files hold: quotes that never
 * close, quotes inside quotes, spaces before a quote, every kind of line end. Of our own, because after a
 * quote that never closes the usual parsers (Papa Parse, csv-parse) take the rest of the file for one
 * cell, or none of it: here one row is repaired and named. Pure.
 */

/** A quoted cell longer than this was never closed. */
const longestQuoted = 2 ** 20;

export interface ParsedRows {
  readonly rows: string[][];
  /** Where the first row begins that was not read. */
  readonly end: number;
  /** Rows in which a quote was taken for a character. */
  readonly repaired: readonly number[];
}

export interface ParseOptions {
  /** Nothing comes after `text`: its last row is whole. */
  readonly final?: boolean;
  readonly most?: number;
}

/** Reads whole rows; lines with nothing in them are passed over. */
export function parseDelimited(
  text: string,
  delimiter: string,
  { final = true, most = Infinity }: ParseOptions = {},
): ParsedRows {
  const reader = new RowReader(text, delimiter, final);
  const rows: string[][] = [];
  const repaired: number[] = [];
  while (rows.length < most) {
    const row = reader.next();
    if (!row) break;
    if (row.length === 1 && row[0]!.trim() === '') continue;
    if (reader.repaired) repaired.push(rows.length);
    rows.push(row);
  }
  return { rows, end: reader.end, repaired };
}

/** Every line with something in it is a row of one cell; quotes mean nothing. */
export function parseLines(
  text: string,
  { final = true, most = Infinity }: ParseOptions = {},
): ParsedRows {
  const rows: string[][] = [];
  const lineEnd = /\r\n|\n|\r/g;
  let at = 0;
  while (at < text.length && rows.length < most) {
    const match = lineEnd.exec(text);
    if (!match && !final) break;
    // A carriage return at the very end may be half of a line end.
    if (match?.[0] === '\r' && lineEnd.lastIndex === text.length && !final) break;
    const line = text.slice(at, match?.index ?? text.length);
    at = match ? lineEnd.lastIndex : text.length;
    if (line.trim() !== '') rows.push([line]);
  }
  return { rows, end: at, repaired: [] };
}

class RowReader {
  readonly #text: string;
  readonly #delimiter: string;
  readonly #final: boolean;
  readonly #next: Record<'delimiter' | 'newline' | 'return', number> = {
    delimiter: -1,
    newline: -1,
    return: -1,
  };
  #at = 0;
  /** Up to here no quoted cell was seen to close: saves looking again for every stray quote. */
  #unclosedTo = 0;
  end = 0;
  repaired = false;

  constructor(text: string, delimiter: string, final: boolean) {
    this.#text = text;
    this.#delimiter = delimiter;
    this.#final = final;
  }

  /** Undefined at the end, and where the row is not whole yet. */
  next(): string[] | undefined {
    if (this.end >= this.#text.length) return undefined;
    const cells: string[] = [];
    this.#at = this.end;
    this.repaired = false;
    for (;;) {
      const cell = this.#quoted() ?? this.#plain();
      if (cell === undefined || cell === incomplete) return undefined;
      cells.push(cell);
      if (this.#at >= this.#text.length) {
        if (!this.#final) return undefined;
        break;
      }
      if (this.#text.startsWith(this.#delimiter, this.#at)) {
        this.#at += this.#delimiter.length;
        continue;
      }
      const isReturn = this.#text.charCodeAt(this.#at) === carriageReturn;
      if (isReturn && this.#at + 1 === this.#text.length && !this.#final) return undefined;
      this.#at += isReturn && this.#text.charCodeAt(this.#at + 1) === lineFeed ? 2 : 1;
      break;
    }
    this.end = this.#at;
    return cells;
  }

  #plain(): string | undefined {
    const stop = Math.min(this.#find('delimiter'), this.#find('newline'), this.#find('return'));
    if (stop >= this.#text.length && !this.#final) return undefined;
    const cell = this.#text.slice(this.#at, stop);
    this.#at = Math.min(stop, this.#text.length);
    return cell;
  }

  /** Undefined where the cell is not quoted, or its quote was never closed. */
  #quoted(): string | typeof incomplete | undefined {
    const text = this.#text;
    let open = this.#at;
    while (text.charCodeAt(open) === space) open += 1;
    if (text.charCodeAt(open) !== quote) return undefined;
    const limit = open + longestQuoted;
    const seen = Math.max(open + 1, Math.min(this.#unclosedTo, limit));
    let stray = false;
    for (let from = seen; ;) {
      const close = text.indexOf('"', from);
      if (close < 0 || close > limit) {
        if (close < 0 && text.length <= limit && !this.#final) return incomplete;
        this.#unclosedTo = Math.min(limit, text.length);
        break;
      }
      if (text.charCodeAt(close + 1) === quote) {
        from = close + 2;
        continue;
      }
      if (close + 1 === text.length && !this.#final) return incomplete;
      const after = this.#endAfter(close + 1);
      if (after !== undefined) {
        this.repaired ||= stray;
        this.#at = after;
        return text.slice(open + 1, close).replaceAll('""', '"');
      }
      // Out of place. In a cell that has gone over a line end, it is the first quote that was wrong.
      if (Math.min(this.#find('newline'), this.#find('return')) < close) break;
      stray = true;
      from = close + 1;
    }
    this.repaired = true;
    return undefined;
  }

  /** Where a cell ends whose quote has closed: at once or after spaces; undefined where more words follow. */
  #endAfter(at: number): number | undefined {
    const text = this.#text;
    let end = at;
    while (text.charCodeAt(end) === space) end += 1;
    const code = text.charCodeAt(end);
    const ends = end >= text.length || code === lineFeed || code === carriageReturn;
    return ends || text.startsWith(this.#delimiter, end) ? end : undefined;
  }

  /** The next place of a mark from here on; remembered, so that a text without it is searched once. */
  #find(mark: 'delimiter' | 'newline' | 'return'): number {
    if (this.#next[mark] < this.#at) {
      const found = this.#text.indexOf(
        mark === 'delimiter' ? this.#delimiter : mark === 'newline' ? '\n' : '\r',
        this.#at,
      );
      this.#next[mark] = found < 0 ? Infinity : found;
    }
    return this.#next[mark];
  }
}

const incomplete = Symbol('more of the text is needed');
const quote = 34;
const space = 32;
const lineFeed = 10;
const carriageReturn = 13;
