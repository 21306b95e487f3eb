/** From a text as typed to the rows of an embedding table. */
import type { Units } from '#lib/text/model/format.ts';
import { CharacterTokenizer } from './characters.ts';
import { WordTokenizer } from './words.ts';

export interface Tokens {
  readonly count: number;
  /** Where each token stands in what was typed: UTF-16 units, ends exclusive. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Rows of the embedding table of token n: `rows` from `firsts[n]` to `firsts[n + 1]`. */
  readonly rows: readonly number[];
  readonly firsts: readonly number[];
}

/** Tokens of a text from one to another. */
export interface Span {
  readonly tokens: Tokens;
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
}

export interface Tokenizer {
  /** @param most tokens to stop after */
  tokenize(text: string, most?: number): Tokens;
  /** Rows that the embedding table must have. */
  readonly rowCount: number;
  /** Rows of a token of which nothing is known; none is a vector of zeros. */
  readonly unknownRows: readonly number[];
}

export function tokenizerOf(units: Units): Tokenizer {
  return units.kind === 'characters' ? new CharacterTokenizer(units) : new WordTokenizer(units);
}

/** Tokens are added one by one, in the order of the text. */
export class TokenList implements Tokens {
  readonly starts: number[] = [];
  readonly ends: number[] = [];
  readonly rows: number[] = [];
  readonly firsts: number[] = [0];

  get count(): number {
    return this.starts.length;
  }

  add(start: number, end: number, rows: readonly number[]): void {
    this.starts.push(start);
    this.ends.push(end);
    for (const row of rows) this.rows.push(row);
    this.firsts.push(this.rows.length);
  }
}
