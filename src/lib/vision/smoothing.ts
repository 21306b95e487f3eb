/**
 * Steadies the scores of a live stream. Each label's score follows the newest frame exponentially,
 * by elapsed time and not by frame count, so a slow device is exactly as calm as a quick one.
 */
import type { LabelId, Prediction } from './prediction.ts';

/** Below this a label that is no longer seen is forgotten, so that the table stays small. */
const FORGET_BELOW = 0.0005;

export class ScoreSmoother {
  readonly #scores = new Map<LabelId, number>();
  readonly #seen = new Set<LabelId>();
  #atMs: number | undefined;

  /** Milliseconds until a sudden change has come 63 % of the way; 0 shows each frame as it is. */
  timeConstantMs: number;

  constructor(timeConstantMs: number) {
    this.timeConstantMs = timeConstantMs;
  }

  /** The steadied score of every remembered label, in no order. Changes with each {@link update}. */
  get scores(): ReadonlyMap<LabelId, number> {
    return this.#scores;
  }

  /** Takes in one frame. A label absent from `predictions` counts as 0. */
  update(predictions: readonly Prediction[], atMs: number): void {
    const weight = this.#weight(atMs);
    this.#atMs = atMs;
    this.#seen.clear();
    for (const { label, score } of predictions) {
      this.#seen.add(label);
      this.#follow(label, score, weight);
    }
    for (const label of this.#scores.keys()) {
      if (!this.#seen.has(label)) this.#follow(label, 0, weight);
    }
  }

  /** Forgets everything: the next frame is taken as it is. */
  reset(): void {
    this.#scores.clear();
    this.#atMs = undefined;
  }

  #weight(atMs: number): number {
    if (this.#atMs === undefined || this.timeConstantMs <= 0) return 1;
    return 1 - Math.exp(-Math.max(0, atMs - this.#atMs) / this.timeConstantMs);
  }

  #follow(label: LabelId, target: number, weight: number): void {
    const from = this.#scores.get(label) ?? 0;
    const score = from + weight * (target - from);
    if (score < FORGET_BELOW) this.#scores.delete(label);
    else this.#scores.set(label, score);
  }
}
