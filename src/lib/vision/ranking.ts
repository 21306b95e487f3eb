/** From scores to an answer: the best few labels, and whether the best may be said aloud. */
import type { LabelId, Prediction } from './prediction.ts';

export interface RankingOptions {
  /** How many labels to list. */
  readonly topK: number;
  /** The best score has to reach this, or the answer is "not sure". */
  readonly threshold: number;
}

/** Why an answer was rejected: too weak, or two labels nobody could tell apart. */
export type Doubt = 'too-weak' | 'too-close';

export interface Ranking {
  /** Best first, at most `topK`, weak ones included: nothing is suppressed. */
  readonly predictions: readonly Prediction[];
  /** Absent when the first prediction may be said aloud. */
  readonly doubt?: Doubt;
}

/** From here up a score speaks for itself: a frame may well hold two things, both plain to see. */
const CLEAR_SCORE = 0.5;
/** Two unclear scores nearer than this are rivals for one answer. */
const RIVAL_MARGIN = 0.03;
/** Weaker than this is noise, not an opinion. */
const NOISE_SCORE = 0.001;

/**
 * Ranks scores in one pass. The answer is rejected ("not sure") in two cases:
 * - `too-weak`: the best score is under the threshold, or there is none;
 * - `too-close`: the best is under {@link CLEAR_SCORE} and the second within {@link RIVAL_MARGIN}
 *   of it. Labels are scored independently, so two *clear* labels side by side are no doubt at all.
 */
export function rank(
  scores: Iterable<readonly [LabelId, number]>,
  options: RankingOptions,
): Ranking {
  const best: Prediction[] = [];
  const keep = Math.max(options.topK, 2);
  for (const [label, score] of scores) {
    if (score < NOISE_SCORE) continue;
    if (best.length === keep && score <= (best[keep - 1]?.score ?? 0)) continue;
    const at = best.findIndex((other) => other.score < score);
    best.splice(at === -1 ? best.length : at, 0, { label, score });
    if (best.length > keep) best.pop();
  }
  const doubt = doubtAbout(best[0]?.score ?? 0, best[1]?.score ?? 0, options.threshold);
  const predictions = best.slice(0, options.topK);
  return doubt === undefined ? { predictions } : { predictions, doubt };
}

function doubtAbout(first: number, second: number, threshold: number): Doubt | undefined {
  if (first === 0 || first < threshold) return 'too-weak';
  if (first < CLEAR_SCORE && first - second < RIVAL_MARGIN) return 'too-close';
  return undefined;
}
