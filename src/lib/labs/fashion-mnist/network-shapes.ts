/** What a dense network is made of, trained with and shown. Types only. */
import type { Curve } from '#lib/engine/kernels/dense/operations.ts';
import type { OptimiserName } from '#lib/maths/optimisers.ts';

export interface DenseSpec {
  /** Numbers of a row; a multiple of 16. */
  readonly inputs: number;
  /** Units of each hidden layer; none: logistic regression of several classes. */
  readonly hidden: readonly number[];
  readonly classes: number;
  readonly curve: Curve;
}

export interface DenseTraining {
  readonly optimiser: OptimiserName;
  readonly rate: number;
  /** Strength of |w| and of w² ÷ 2; biases go free. */
  readonly l1: number;
  readonly l2: number;
  /** Share of the units of each hidden layer that a step leaves out. */
  readonly dropout: number;
}

/** Rows of bytes in the heap of the kernels. */
export interface ByteRows {
  readonly at: number;
  readonly count: number;
  readonly labels: Uint8Array;
}

/** Of a batch. */
export interface BatchScore {
  /** Sum of −ln p of the true classes. */
  readonly loss: number;
  readonly right: number;
}
