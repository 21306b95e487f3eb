/** Tokens to vectors and their gradient back to the rows they were made of. Pure. */
import type { TokenRows } from './network.ts';

export const tokensOf = ({ rows, starts }: TokenRows): number =>
  starts ? starts.length - 1 : rows.length;

/** Texts side by side, each from its first token on; every token that is there more than once is kept once. */
export interface Places {
  readonly batch: number;
  /** Of the longest text, at least 1. */
  readonly steps: number;
  readonly lengths: Int32Array<ArrayBuffer>;
  /** Which token stands where, [batch, steps]; token 0, padding, where a text has ended. */
  readonly rows: Int32Array<ArrayBuffer>;
  /** The tokens: where the rows of each lie. */
  readonly tokens: readonly Token[];
}

interface Token {
  readonly rows: Int32Array;
  readonly from: number;
  readonly end: number;
}

const padding: Token = { rows: Int32Array.of(0), from: 0, end: 1 };

export function placesOf(texts: readonly TokenRows[]): Places {
  const lengths = Int32Array.from(texts, tokensOf);
  const steps = Math.max(1, ...lengths);
  const places = new Int32Array(texts.length * steps);
  const tokens = [padding];
  /** The last token that begins with a row. */
  const known = new Map<number, number>([[0, 0]]);
  texts.forEach(({ rows, starts }, i) => {
    for (let t = 0; t < lengths[i]!; t++) {
      const from = starts?.[t] ?? t;
      const end = starts?.[t + 1] ?? t + 1;
      const first = from < end ? rows[from]! : 0;
      const same = known.get(first);
      let token = same !== undefined && isSame(tokens[same]!, rows, from, end) ? same : -1;
      if (token < 0) {
        token = tokens.push({ rows, from, end }) - 1;
        known.set(first, token);
      }
      places[i * steps + t] = token;
    }
  });
  return { batch: texts.length, steps, lengths, rows: places, tokens };
}

function isSame(token: Token, rows: Int32Array, from: number, end: number): boolean {
  if (token.end - token.from !== end - from) return false;
  for (let i = 1; from + i < end; i++)
    if (token.rows[token.from + i] !== rows[from + i]) return false;
  return true;
}

/**
 * A token of several rows is their mean, one of none is zeros.
 * @param table [rows, columns]
 * @returns [tokens, columns]
 */
export function embedTokens(
  { tokens }: Places,
  table: Float64Array,
  columns: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(tokens.length * columns);
  tokens.forEach(({ rows, from, end }, token) => {
    const share = 1 / (end - from);
    const to = token * columns;
    for (let j = from; j < end; j++) {
      const at = rows[j]! * columns;
      for (let k = 0; k < columns; k++) out[to + k]! += share * table[at + k]!;
    }
  });
  return out;
}

/**
 * Adds the gradient of the vectors to that of the rows (the segment sum of a gather). Row 0, padding,
 * stays as it is.
 * @param back [tokens, columns]
 * @param into gradient of the table
 */
export function embedTokensBack(
  { tokens }: Places,
  back: Float32Array,
  into: Float64Array,
  columns: number,
): void {
  tokens.forEach(({ rows, from, end }, token) => {
    const share = 1 / (end - from);
    const at = token * columns;
    for (let j = from; j < end; j++) {
      const to = rows[j]! * columns;
      if (to === 0) continue;
      for (let k = 0; k < columns; k++) into[to + k]! += share * back[at + k]!;
    }
  });
}

/** Rows that a batch touches, padding aside, in order. */
export function touchedRows(texts: readonly TokenRows[]): Int32Array<ArrayBuffer> {
  const seen = new Set<number>();
  for (const { rows } of texts) for (const row of rows) if (row !== 0) seen.add(row);
  return Int32Array.from(seen).sort();
}
