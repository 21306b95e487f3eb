/** What a detector says of one picture, before the networks are joined. Pure. */
import type { Box } from '#lib/vision/prediction.ts';

/** A place that may show a class. */
export interface Candidate {
  /** Of the class, in the network's own order. */
  readonly index: number;
  /** 0..1, as the network gives it. */
  readonly score: number;
  /** In fractions of the network's input; may reach beyond it. */
  readonly box: Box;
}

export interface Reading {
  /** For each class the best score anywhere. */
  readonly scores: Float32Array;
  /** Overlapping ones not yet removed. */
  readonly candidates: readonly Candidate[];
}

export function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

export function logit(probability: number): number {
  return Math.log(probability / (1 - probability));
}
