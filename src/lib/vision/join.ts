/**
 * Makes one answer of what several networks say. Pure.
 *
 * Scores of different networks do not mean the same: CenterNet is shy (0.3 is a good score), the SSD
 * is bold. Each network's scores are first calibrated to "how often is it right when it says this",
 * then evidence for the same label is put together. Every label that a network knows is in the answer.
 */
import type { Detection, LabelId, Prediction } from './prediction.ts';
import { keepBest, overlap } from './detectors/overlap.ts';
import { logit, sigmoid } from './detectors/reading.ts';
import { kindOf } from './labels/networks.ts';

/** p = sigmoid(slope · logit(score) + shift); found by `npm run eval:see`. */
export interface Calibration {
  readonly slope: number;
  readonly shift: number;
}

/** What one network says of a picture. */
export interface Voice {
  /** The label of each of its classes. */
  readonly labels: readonly LabelId[];
  readonly scores: Float32Array;
  readonly calibration: Calibration;
}

export function calibrate(score: number, calibration: Calibration): number {
  return sigmoid(modest(calibratedOdds(score, calibration)));
}

/** Log odds. */
function calibratedOdds(score: number, { slope, shift }: Calibration): number {
  const inside = Math.min(1 - 1e-6, Math.max(1e-6, score));
  return slope * logit(inside) + shift;
}

/** Log odds that no amount of evidence exceeds: 0.993, about what a few hundred photos can vouch for. */
const mostOdds = 5;

/** Bends log odds towards the most, keeping their order. */
function modest(odds: number): number {
  return mostOdds * Math.tanh(odds / mostOdds);
}

/** @returns every label any of the networks knows, best first. */
export function joinPredictions(voices: readonly Voice[]): Prediction[] {
  const evidence = new Map<LabelId, number[]>();
  for (const voice of voices) {
    for (const [label, score] of bestPerLabel(voice)) {
      const odds = evidence.get(label) ?? [];
      odds.push(calibratedOdds(score, voice.calibration));
      evidence.set(label, odds);
    }
  }
  const scores = new Map([...evidence].map(([label, each]) => [label, together(each)]));
  return [...scores]
    .map(([label, score]) => ({ label, score: score * restraint(label, scores) }))
    .sort((a, b) => b.score - a.score || a.label.localeCompare(b.label));
}

function bestPerLabel({ labels, scores }: Voice): Map<LabelId, number> {
  const best = new Map<LabelId, number>();
  labels.forEach((label, i) => {
    best.set(label, Math.max(best.get(label) ?? 0, scores[i] ?? 0));
  });
  return best;
}

/**
 * Log odds that each further network adds before its own: that a label is in a picture is unlikely to
 * begin with, and that doubt, which is in each network's score, must be counted once only.
 */
const doubtCountedAgain = 2.5;

/** Evidence of networks that know the label adds up: agreeing lifts, doubting lowers. */
function together(odds: readonly number[]): number {
  const sum = odds.reduce((total, each) => total + each, 0);
  return sigmoid(modest(sum + doubtCountedAgain * (odds.length - 1)));
}

/** From this score on, a label that says more goes before the kind it belongs to. */
const tellingScore = 0.5;

/** A kind ("vehicle") steps back behind its telling member ("car"), which implies it. */
function restraint(kind: LabelId, scores: ReadonlyMap<LabelId, number>): number {
  const own = scores.get(kind) ?? 0;
  let telling = 0;
  for (const [label, score] of scores) {
    if (kindOf[label] === kind && score > telling) telling = score;
  }
  return telling >= own * tellingScore && telling < own ? (telling / own) * 0.99 : 1;
}

/**
 * Boxes of all networks as one list, best first: one for each thing. A kind's box steps back where a
 * telling one covers it.
 */
export function joinDetections(detections: readonly Detection[]): Detection[] {
  const kept = keepBest(detections);
  return kept.filter(
    (general) =>
      !kept.some(
        (telling) =>
          kindOf[telling.label] === general.label &&
          telling.score >= general.score * tellingScore &&
          overlap(telling.box, general.box) > 0.5,
      ),
  );
}
