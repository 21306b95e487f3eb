import type { CharacterUnits } from '#lib/text/model/format.ts';
import { plainText } from './plain.ts';
import { TokenList, type Tokenizer, type Tokens } from './tokens.ts';

const unknownRow = 1;

/** One token, of one row, for each code point of the plain text. */
export class CharacterTokenizer implements Tokenizer {
  readonly rowCount: number;
  readonly unknownRows = [unknownRow];
  readonly #units: CharacterUnits;
  /** Rows by code point; those of the ranges are added as they are met. */
  readonly #rows = new Map<number, readonly [number]>();

  constructor(units: CharacterUnits) {
    this.#units = units;
    let last = unknownRow;
    for (const character of units.alphabet) this.#rows.set(character.codePointAt(0)!, [++last]);
    this.rowCount = Math.max(last, ...units.ranges.map(([, , row]) => row)) + 1;
  }

  tokenize(text: string, most = Infinity): Tokens {
    const plain = plainText(text, this.#units.lowerCase);
    const tokens = new TokenList();
    let at = 0;
    for (const character of plain.text) {
      if (tokens.count >= most) break;
      const end = at + character.length;
      tokens.add(plain.startOf(at), plain.endOf(end - 1), this.#rowsOf(character.codePointAt(0)!));
      at = end;
    }
    return tokens;
  }

  #rowsOf(code: number): readonly [number] {
    let rows = this.#rows.get(code);
    if (!rows) {
      const range = this.#units.ranges.find(([first, last]) => first <= code && code <= last);
      rows = [range?.[2] ?? unknownRow];
      this.#rows.set(code, rows);
    }
    return rows;
  }
}
