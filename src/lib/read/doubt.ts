/** When an answer is none: an honest "not sure". Pure. */
import type { TextScore } from '#lib/text/reading.ts';
import type { ReaderId } from './readers.ts';

export type Doubt =
  /** Too little to go by. */
  | 'too-short'
  /** Two answers of nearly the same score. */
  | 'too-close'
  /** No answer stands out. */
  | 'too-weak';

interface Limits {
  /** Letters and digits, in any script. */
  readonly letters: number;
  readonly score: number;
  /** Between the first and the second. */
  readonly lead: number;
}

const limits: Record<ReaderId, Limits> = {
  language: { letters: 3, score: 0.5, lead: 0.1 },
  emotion: { letters: 3, score: 0.35, lead: 0.05 },
  sentiment: { letters: 3, score: 0.6, lead: 0.2 },
  spam: { letters: 3, score: 0.6, lead: 0.2 },
};

const sign = /[\p{L}\p{N}\p{Extended_Pictographic}]/gu;
/** An ideograph, a syllable or an emoji says more than a letter. */
const dense = /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** @param scores best first */
export function doubtOf(
  reader: ReaderId,
  text: string,
  scores: readonly TextScore[],
): Doubt | undefined {
  const { letters, score, lead } = limits[reader];
  const [first, second] = scores;
  if (!first) return 'too-short';
  const head = text.slice(0, 200);
  const weight = (head.match(sign)?.length ?? 0) * (dense.test(head) ? 3 : 1);
  if (weight < letters) return 'too-short';
  if (second && first.score - second.score < lead) return 'too-close';
  return first.score < score ? 'too-weak' : undefined;
}
