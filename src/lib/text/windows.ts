/**
 * Long texts are read in windows, each from a fresh state as the model was trained to read, and the
 * answer is the mean of theirs weighted by their tokens. A text too long to be read whole is read in
 * places, evenly spaced from its beginning to its end.
 */
import type { Span, Tokenizer, Tokens } from './units/tokens.ts';

/** A window of tokens; `base` is to be added to their places. */
export interface Window extends Span {
  readonly base: number;
}

export interface Cut {
  readonly windows: readonly Window[];
  /** Part of the text that the windows cover, 0..1. */
  readonly covered: number;
}

/** A text is read in no more windows than these, or a book would keep the worker from the next key. */
export const mostWindows = 64;

/** A text of this many UTF-16 units for each token of all windows is not even made plain whole. */
const unitsPerToken = 8;

export function cutText(text: string, tokenizer: Tokenizer, window: number): Cut {
  const wholeUnits = mostWindows * window * unitsPerToken;
  if (text.length > wholeUnits) return cutPlaces(text, tokenizer, window);
  const tokens = tokenizer.tokenize(text);
  const windows = cutTokens(tokens, window, text);
  if (windows.length <= mostWindows) return { windows, covered: 1 };
  const kept = spaced(windows.length).map((index) => windows[index]!);
  const read = kept.reduce((sum, { from, to }) => sum + to - from, 0);
  return { windows: kept, covered: read / tokens.count };
}

/** Windows end after a blank or a mark where there is one in their last quarter, so that few words are torn. */
function cutTokens(tokens: Tokens, window: number, text: string): Window[] {
  const windows: Window[] = [];
  for (let from = 0; from < tokens.count;) {
    let to = Math.min(tokens.count, from + window);
    if (to < tokens.count) {
      const least = from + Math.ceil(window * 0.75);
      let edge = to;
      while (edge > least && !endsWord(tokens, edge - 1, text)) edge--;
      if (edge > least) to = edge;
    }
    windows.push({ tokens, from, to, base: 0 });
    from = to;
  }
  return windows;
}

function endsWord({ ends }: Tokens, token: number, text: string): boolean {
  return /[\s\p{P}]/u.test(text[ends[token]! - 1] ?? '');
}

/**
 * One window from each of the places, which stay where they are when a little is typed: they lie on a
 * grid of whole places.
 */
function cutPlaces(text: string, tokenizer: Tokenizer, window: number): Cut {
  const units = window * unitsPerToken;
  const last = Math.floor(text.length / units) - 1;
  const windows: Window[] = [];
  let read = 0;
  for (const place of spaced(last + 1)) {
    const from = wholeFrom(text, place * units);
    const tokens = tokenizer.tokenize(text.slice(from, from + units), window);
    if (tokens.count === 0) continue;
    windows.push({ tokens, from: 0, to: tokens.count, base: from });
    read += tokens.ends.at(-1)!;
  }
  return { windows, covered: read / text.length };
}

/** Not between the halves of a surrogate pair. */
function wholeFrom(text: string, unit: number): number {
  return /[\uDC00-\uDFFF]/.test(text[unit] ?? '') ? unit + 1 : unit;
}

/** Indices of as many windows as may be read: the first, the last, and evenly between them. */
function spaced(windows: number): number[] {
  return Array.from({ length: mostWindows }, (_, n) =>
    Math.round((n * (windows - 1)) / (mostWindows - 1)),
  );
}

/** The mean of the windows' answers, weighted by their tokens. */
export function joinWindows(
  windows: readonly Pick<Span, 'from' | 'to'>[],
  answers: readonly Float32Array[],
): Float32Array {
  const [first] = answers;
  if (!first || answers.length === 1) return first ?? new Float32Array();
  const joined = new Float32Array(first.length);
  const total = windows.reduce((sum, { from, to }) => sum + to - from, 0);
  answers.forEach((answer, index) => {
    const { from, to } = windows[index]!;
    for (let n = 0; n < joined.length; n++) joined[n]! += (answer[n]! * (to - from)) / total;
  });
  return joined;
}
