/**
 * A text as the words that it has, whatever their order: for each term (1 + ln times) · rarity, to
 * unit length (the "ltc" weighting of Salton and Buckley, 1988). Pure.
 */
import type { Bag } from '../tail.ts';

/** A term where it stands in the text: UTF-16 units, end exclusive. */
export interface Term {
  readonly term: string;
  readonly start: number;
  readonly end: number;
}

/** Terms that a text has, by their place in the bag, ascending. */
export interface SparseRow {
  readonly terms: Int32Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

/** More make a model larger, not better. */
const mostTerms = 20_000;
/** Among so many texts, a term that only one of them has says nothing of the others. */
const manyTexts = 100;

/** Words, numbers, emoji, and of scripts that are written without blanks each character. */
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]\p{M}*|[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*|\p{Extended_Pictographic}|[!?]/gu;

/** Lower case; every digit a 0, so that one number is like another of its length. */
export function wordsOf(text: string): Term[] {
  return Array.from(text.matchAll(word), ({ 0: found, index }) => ({
    term: found
      .normalize('NFC')
      .toLowerCase()
      .replace(/\p{Nd}/gu, '0')
      .replace(/’/g, "'"),
    start: index,
    end: index + found.length,
  }));
}

function* termsOf(text: string, pairs: boolean): Generator<string> {
  let before: string | undefined;
  for (const { term } of wordsOf(text)) {
    yield term;
    if (pairs && before !== undefined) yield `${before} ${term}`;
    before = term;
  }
}

/** The terms of some texts, the most frequent first. */
export function learnBag(texts: readonly string[], pairs: boolean): Bag {
  const having = new Map<string, number>();
  for (const text of texts) {
    for (const term of new Set(termsOf(text, pairs))) having.set(term, (having.get(term) ?? 0) + 1);
  }
  const fewest = texts.length >= manyTexts ? 2 : 1;
  const terms = [...having]
    .filter(([, count]) => count >= fewest)
    .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .slice(0, mostTerms);
  return {
    terms: terms.map(([term]) => term),
    rarity: Float32Array.from(terms, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1),
    pairs,
  };
}

export class BagReader {
  readonly #bag: Bag;
  readonly #places: ReadonlyMap<string, number>;

  constructor(bag: Bag) {
    this.#bag = bag;
    this.#places = new Map(bag.terms.map((term, place) => [term, place]));
  }

  get dimensions(): number {
    return this.#bag.terms.length;
  }

  read(text: string): SparseRow {
    const counts = new Map<number, number>();
    for (const term of termsOf(text, this.#bag.pairs)) {
      const place = this.#places.get(term);
      if (place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
    }
    const terms = Int32Array.from(counts.keys()).sort();
    const values = Float32Array.from(
      terms,
      (place) => (1 + Math.log(counts.get(place)!)) * this.#bag.rarity[place]!,
    );
    const length = Math.hypot(...values);
    return { terms, values: length > 0 ? values.map((value) => value / length) : values };
  }

  /** The same with its zeros. */
  embed(text: string): Float32Array<ArrayBuffer> {
    const { terms, values } = this.read(text);
    const row = new Float32Array(this.dimensions);
    terms.forEach((place, i) => (row[place] = values[i]!));
    return row;
  }
}
