/** What the page and the simulation of the network both know. Pure. */
import { makePoints, type PointSet } from '#lib/maths/points.ts';
import type { ThinnedRows } from '#lib/maths/thinned.ts';

export interface Settings {
  readonly set: PointSet;
  readonly noise: number;
  /** Points to learn from. */
  readonly count: number;
  readonly seed: number;
  /** λ of each: the loss gains (λ ÷ n)·Σ|w| and (λ ÷ 2n)·Σw². */
  readonly l1: number;
  readonly l2: number;
  /** The part of the hidden units left out of each row. */
  readonly dropout: number;
  /** Standard deviation of what is added to each point each time it is learnt from. */
  readonly jitter: number;
  /** Stop when the validation loss has not fallen for a while, and go back to where it was least. */
  readonly early: boolean;
}

/** Look at the test set, or cover it. */
export type Change = 'open';

export interface Score {
  readonly loss: number;
  readonly accuracy: number;
}

export interface View {
  /** [side × side] from the top left, −1..1: from sure of class 0 to sure of class 1. */
  readonly field: Float32Array;
  /** Of training, then of validation. */
  readonly losses: ThinnedRows;
  readonly train: Score;
  readonly validation: Score;
  /** Where the validation loss was least so far. */
  readonly best: { readonly epoch: number; readonly loss: number };
  /** It stopped early, and the network on show is the one of `best`. */
  readonly kept: boolean;
  /** All weights that are no biases. */
  readonly weights: Float32Array;
  readonly zeros: number;
  /** Only while the set is open. */
  readonly test: Score | undefined;
}

export const side = 48;
export const reach = 1.35;
export const mostEpochs = 1500;
/** Epochs without a lower validation loss, before it stops. */
export const patience = 60;
/** Points of the validation set, and of the test set. */
const heldOut = 200;

/** The same points for page and worker: part 0 to learn from, 1 validation, 2 test. */
export const pointsOf = (
  { set, noise, count, seed }: Pick<Settings, 'set' | 'noise' | 'count' | 'seed'>,
  part: number,
) => makePoints(set, { count: part === 0 ? count : heldOut, noise, seed: seed * 8 + part });
