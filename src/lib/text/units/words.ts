import type { WordUnits } from '#lib/text/model/format.ts';
import { fnv1a32 } from './hash.ts';
import { plainText } from './plain.ts';
import { TokenList, type Tokenizer, type Tokens } from './tokens.ts';

/** Rows of so many words are kept: hashing a word costs more than reading it. */
const keptWords = 4_096;

/** Of a word that is not listed, where there are no n-grams. */
const unknownRow = 0;

/** One token for each match of the pattern: its own row, where it has one, and those of its n-grams. */
export class WordTokenizer implements Tokenizer {
  readonly rowCount: number;
  readonly unknownRows = [];
  readonly #units: WordUnits;
  readonly #pattern: RegExp;
  readonly #wordRows: ReadonlyMap<string, number>;
  readonly #known = new Map<string, readonly number[]>();

  /** @throws SyntaxError of a pattern that is none */
  constructor(units: WordUnits) {
    this.#units = units;
    this.#pattern = new RegExp(units.pattern, 'gu');
    this.#wordRows = new Map(units.words.map((word, index) => [word, index + 1]));
    this.rowCount = 1 + units.words.length + units.buckets;
  }

  tokenize(text: string, most = Infinity): Tokens {
    const plain = plainText(text, this.#units.lowerCase);
    const tokens = new TokenList();
    for (const match of plain.text.matchAll(this.#pattern)) {
      const [token] = match;
      if (tokens.count >= most) break;
      if (token === '') continue;
      const start = plain.startOf(match.index);
      const end = plain.endOf(match.index + token.length - 1);
      tokens.add(start, end, this.#rowsOf(token));
    }
    return tokens;
  }

  #rowsOf(token: string): readonly number[] {
    const known = this.#known.get(token);
    if (known) return known;
    const own = this.#wordRows.get(token);
    const rows = [...(own === undefined ? [] : [own]), ...this.#gramRows(token)];
    if (rows.length === 0) rows.push(unknownRow);
    if (this.#known.size >= keptWords) this.#known.clear();
    this.#known.set(token, rows);
    return rows;
  }

  #gramRows(token: string): number[] {
    const { words, buckets, grams } = this.#units;
    if (buckets === 0) return [];
    const [first, last] = grams;
    const characters = Array.from(`<${token}>`);
    const rows: number[] = [];
    for (let size = first; size <= last; size++) {
      for (let at = 0; at + size <= characters.length; at++) {
        const gram = characters.slice(at, at + size).join('');
        rows.push(1 + words.length + (fnv1a32(gram) % buckets));
      }
    }
    return rows;
  }
}
