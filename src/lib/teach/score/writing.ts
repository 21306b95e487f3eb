/**
 * Whether a text is written like the samples: in their scripts, and in words that they or the encoder
 * know. An encoder gives nonsense and scripts that it has hardly read vectors in the midst of all
 * others, so distance alone lets them in (docs/decisions/0013). Pure.
 */
import { fnv1a32 } from '#lib/text/units/hash.ts';

export interface Writing {
  /** Scripts that make a good part of at least one sample. */
  readonly scripts: readonly string[];
  /** FNV-1a of words of the samples that the encoder does not list, ascending. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** Share of strange words in the strangest sample, as if it had not been seen: 0..1. */
  readonly strangest: number;
}

/** Words that the encoder has vectors of their own for, in lower case. */
export type Listed = Pick<ReadonlySet<string>, 'has'>;

/** The scripts of nearly all that is typed; letters of others are one more. */
const scripts = [
  ...['Latin', 'Cyrillic', 'Greek', 'Arabic', 'Hebrew', 'Devanagari', 'Hangul', 'Han'],
  ...['Thai', 'Armenian', 'Georgian', 'Bengali', 'Tamil', 'Telugu', 'Kannada', 'Malayalam'],
  ...['Gujarati', 'Gurmukhi', 'Sinhala', 'Khmer', 'Lao', 'Myanmar', 'Ethiopic', 'Tibetan'],
].map((name) => [name, new RegExp(String.raw`\p{Script=${name}}`, 'gu')] as const);
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/gu;
/** Marks and signs that many scripts share are of none. */
const letter = /(?!\p{Script=Common})(?!\p{Script=Inherited})\p{L}/gu;
const word =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|\p{L}[\p{L}\p{M}\p{N}]*(?:['’][\p{L}\p{M}]+)*/gu;

/** A script that makes less of every sample is a quotation. */
const goodPart = 0.2;
/** Names, slang and slips: so many words of a text may be new whatever the samples are like. */
const newWords = 0.6;
/** What is written is told by its beginning. */
const mostUnits = 4_000;

/** Letters of each script that has any. */
function lettersOf(text: string): Map<string, number> {
  const found = new Map<string, number>();
  const count = (name: string, pattern: RegExp) => {
    const times = text.match(pattern)?.length ?? 0;
    if (times > 0) found.set(name, times);
    return times;
  };
  const known = scripts.reduce((sum, [name, pattern]) => sum + count(name, pattern), 0);
  const all = text.match(letter)?.length ?? 0;
  const others = all - known - count('kana', kana);
  if (others > 0) found.set('other', others);
  return found;
}

function wordsOf(text: string): string[] {
  return Array.from(text.matchAll(word), ([found]) =>
    found.normalize('NFC').toLowerCase().replace(/’/g, "'"),
  );
}

/** Few words say little: as if one more had been known. */
const shareOf = (strange: number, words: number) => strange / (words + 1);

/** @param texts of the samples that teach what is known */
export function fitWriting(texts: readonly string[], listed: Listed): Writing {
  const used = new Set<string>();
  const having = new Map<string, number>();
  const read = texts.map((whole) => {
    const text = whole.slice(0, mostUnits);
    const letters = lettersOf(text);
    const all = [...letters.values()].reduce((sum, count) => sum + count, 0);
    for (const [name, count] of letters) if (count >= goodPart * all) used.add(name);
    const words = wordsOf(text);
    const unlisted = words.filter((one) => !listed.has(one));
    for (const one of new Set(unlisted)) having.set(one, (having.get(one) ?? 0) + 1);
    return { words, unlisted };
  });
  // Japanese has words in both; a sample may happen to have kana alone.
  if (used.has('kana')) used.add('Han');
  const shares = read.map(({ words, unlisted }) =>
    shareOf(unlisted.filter((one) => having.get(one) === 1).length, words.length),
  );
  return {
    scripts: [...used].sort(),
    words: Uint32Array.from(having.keys(), fnv1a32).sort(),
    strangest: shares.reduce((most, share) => Math.max(most, share), 0),
  };
}

/** 0 (like the samples, or nothing is written) to 1 (in no script of theirs, or in no known word). */
export function strangenessOf(writing: Writing, whole: string, listed: Listed): number {
  const text = whole.slice(0, mostUnits);
  let all = 0;
  let foreign = 0;
  for (const [name, count] of lettersOf(text)) {
    all += count;
    if (!writing.scripts.includes(name)) foreign += count;
  }
  if (all === 0) return 0;
  const words = wordsOf(text);
  const strange = words.filter((one) => !listed.has(one) && !includes(writing.words, fnv1a32(one)));
  const usual = Math.max(newWords, writing.strangest);
  const beyond = (shareOf(strange.length, words.length) - usual) / (1 - usual);
  return Math.max(foreign / all, usual < 1 ? beyond : 0, 0);
}

/**
 * A distance (`open-set.ts`), moved on towards the largest there is by how strangely a text is written.
 * NaN stays NaN: without samples nothing is strange.
 */
export const moved = (distance: number, strangeness: number): number =>
  distance + strangeness * Math.max(0, 2 - distance);

/** @param ascending */
function includes(ascending: Uint32Array, value: number): boolean {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return ascending[low] === value;
}
