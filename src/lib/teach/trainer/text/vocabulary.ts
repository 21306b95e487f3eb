/** The units of a network that learns from nothing but the texts of a project. Pure. */
import type { WordUnits } from '#lib/text/model/format.ts';
import { tokenizerOf } from '#lib/text/units/tokens.ts';

/** A row each; rarer words are read by their letters alone. */
const mostWords = 8_000;
/** A word that one text has alone teaches its letters, not itself. */
const fewestTexts = 2;
const buckets = 512;
const grams = [3, 3] as const;

/** As the encoder that ships, so that a text falls into the same tokens for both. */
export function learnUnits(
  texts: readonly string[],
  { pattern, lowerCase }: Pick<WordUnits, 'pattern' | 'lowerCase'>,
): WordUnits {
  const units: WordUnits = { kind: 'words', pattern, lowerCase, words: [], buckets, grams };
  const tokenizer = tokenizerOf(units);
  const having = new Map<string, number>();
  for (const text of texts) {
    const { starts, ends } = tokenizer.tokenize(text);
    const words = new Set(starts.map((start, i) => wordAt(text, start, ends[i]!, lowerCase)));
    for (const word of words) having.set(word, (having.get(word) ?? 0) + 1);
  }
  const words = [...having]
    .filter(([, count]) => count >= fewestTexts)
    .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
    .slice(0, mostWords)
    .map(([word]) => word);
  return { ...units, words };
}

function wordAt(text: string, start: number, end: number, lowerCase: boolean): string {
  const word = text.slice(start, end).normalize('NFC');
  return lowerCase ? word.toLowerCase() : word;
}
