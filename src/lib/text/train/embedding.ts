/** Tokens to vectors and their gradient back to the rows they were made of. Pure. */
import type { TokenRows } from './network.ts';

export const tokensOf = ({ rows, starts }: TokenRows): number =>
  starts ? starts.length - 1 : rows.length;

/** Texts side by side, each from its first token on. */
export interface Places {
  readonly batch: number;
  /** Of the longest text, at least 1. */
  readonly steps: number;
  readonly lengths: Int32Array<ArrayBuffer>;
}

export function placesOf(texts: readonly TokenRows[]): Places {
  const lengths = Int32Array.from(texts, tokensOf);
  return { batch: texts.length, steps: Math.max(1, ...lengths), lengths };
}

/**
 * @param table [rows, columns]
 * @returns [batch, steps, columns], zeros where a text has ended
 */
export function embedTokens(
  texts: readonly TokenRows[],
  { batch, steps }: Places,
  table: Float64Array,
  columns: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(batch * steps * columns);
  texts.forEach(({ rows, starts }, i) => {
    for (let token = 0, j = 0; j < rows.length; token++) {
      const to = (i * steps + token) * columns;
      const end = starts ? starts[token + 1]! : j + 1;
      const share = 1 / (end - j);
      for (; j < end; j++) {
        const from = rows[j]! * columns;
        for (let k = 0; k < columns; k++) out[to + k]! += share * table[from + k]!;
      }
    }
  });
  return out;
}

/**
 * Adds the gradient of the vectors to that of the rows (the segment sum of a gather). Row 0, padding,
 * stays as it is.
 * @param back [batch, steps, columns]
 * @param into gradient of the table
 */
export function embedTokensBack(
  texts: readonly TokenRows[],
  { steps }: Places,
  back: Float32Array,
  into: Float64Array,
  columns: number,
): void {
  texts.forEach(({ rows, starts }, i) => {
    for (let token = 0, j = 0; j < rows.length; token++) {
      const from = (i * steps + token) * columns;
      const end = starts ? starts[token + 1]! : j + 1;
      const share = 1 / (end - j);
      for (; j < end; j++) {
        const to = rows[j]! * columns;
        if (to === 0) continue;
        for (let k = 0; k < columns; k++) into[to + k]! += share * back[from + k]!;
      }
    }
  });
}

/** Rows that a batch touches, padding aside, in order. */
export function touchedRows(texts: readonly TokenRows[]): Int32Array<ArrayBuffer> {
  const seen = new Set<number>();
  for (const { rows } of texts) for (const row of rows) if (row !== 0) seen.add(row);
  return Int32Array.from(seen).sort();
}
