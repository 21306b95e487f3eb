import type { Numbers } from './products.ts';

/** One step of one row, of whichever cell. Everything in `gates` is of this step, from `at` on. */
export interface Step {
  readonly units: number;
  /** [units, gates · units] */
  readonly recurrent: Numbers;
  /** Before the step x · kernel + bias; after it the activations. */
  readonly gates: Float64Array;
  readonly at: number;
  /** The state before the step, and after it, in place. */
  readonly hidden: Float64Array;
  readonly carry: Float64Array;
}

/** The same step on the way back. */
export interface StepBack {
  readonly units: number;
  readonly recurrent: Numbers;
  /** Activations, from `at` on. */
  readonly gates: Float64Array;
  readonly at: number;
  /** The state before the step. */
  readonly hidden: Float64Array;
  readonly carry: Float64Array;
  /** The cell state after it. */
  readonly nextCarry: Float64Array;
  /** Gradient by the state after the step; afterwards by the state before it. */
  readonly dHidden: Float64Array;
  readonly dCarry: Float64Array;
  /** Written from `at` on: gradient by what went into the activations. */
  readonly dGates: Float64Array;
  /** Added to: gradient by `recurrent`. */
  readonly dRecurrent: Float64Array;
}

export interface PlainCell {
  forward(step: Step): void;
  backward(step: StepBack): void;
}
