/** What each token of a text does for a class: the text is read again without it. */
import type { TokenEffect } from '#lib/text/reading.ts';
import { visibleRuns } from '#lib/text/units/graphemes.ts';
import type { Below } from './text-answering.ts';

/** Of a long text only the beginning is explained: each token is one more reading. */
const mostTokens = 160;
/** A text without one of its tokens has nearly as many: so many are read side by side. */
const batch = 32;
/** Scores at 0 or 1 would make a token's share endless. */
const least = 1e-6;

/**
 * Contribution is in logits of the class's score p, ln(p / (1 − p)): what is lost without the token.
 * @param score of the class, 0..1
 * @throws the signal's reason
 */
export async function leaveOneOut(
  text: string,
  below: Pick<Below, 'many' | 'spans'>,
  score: (vector: Float32Array) => number,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<readonly TokenEffect[]> {
  const pieces = visibleRuns(text, below.spans(text).slice(0, mostTokens));
  const [whole] = await below.many([text], signal);
  const odds = logOdds(score(whole!));
  const effects: TokenEffect[] = [];
  for (let from = 0; from < pieces.length; from += batch) {
    const some = pieces.slice(from, from + batch);
    const vectors = await below.many(
      some.map(({ start, end }) => text.slice(0, start) + text.slice(end)),
      signal,
    );
    some.forEach(({ start, end }, i) => {
      const without = score(vectors[i]!);
      effects.push({ start, end, contribution: odds - logOdds(without), without });
    });
    onProgress(effects.length / pieces.length);
  }
  return effects;
}

function logOdds(score: number): number {
  const p = Math.min(1 - least, Math.max(least, score));
  return Math.log(p / (1 - p));
}
