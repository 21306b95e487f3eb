/** What a backend of TensorFlow.js does for the fused recurrent operation. Types, and who does it where. */
import {
  getBackend,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { RecurrentShape } from '../recurrent.ts';

/** As in `recurrent.ts`; tensors that are given stay the giver's. */
export interface TensorSequences {
  readonly shape: RecurrentShape;
  /** [batch, steps, inputs] */
  readonly data: Tensor3D;
  readonly kernel: Tensor2D;
  readonly recurrent: Tensor2D;
  readonly bias: Tensor1D;
  readonly hidden?: Tensor2D;
  readonly carry?: Tensor2D;
  readonly lengths?: Int32Array;
  readonly backwards: boolean;
}

// A type alias, so that `tidy` takes it.
export type TensorResult = {
  /** [batch, steps, units] */
  readonly outputs: Tensor3D;
  /** [batch, units]; the carry of an LSTM only. */
  readonly hidden: Tensor2D;
  readonly carry?: Tensor2D;
};

/** By everything that went in, in its shape. */
export interface TensorGradients {
  readonly data: Tensor;
  readonly kernel: Tensor;
  readonly recurrent: Tensor;
  readonly bias: Tensor;
  readonly hidden: Tensor;
  readonly carry?: Tensor;
}

export interface TensorTape {
  /** Once; it disposes what it holds. */
  backward(outputs: Tensor3D, hidden?: Tensor2D, carry?: Tensor2D): TensorGradients;
  dispose(): void;
}

/** Nothing here waits: a gradient inside TensorFlow.js cannot. */
export interface TensorKernels {
  forward(sequences: TensorSequences): TensorResult;
  record(sequences: TensorSequences): TensorResult & { readonly tape: TensorTape };
}

const kernelsOf = new Map<string, TensorKernels>();

/** @param backend its name in TensorFlow.js */
export function registerRecurrent(backend: string, kernels: TensorKernels): void {
  kernelsOf.set(backend, kernels);
}

/** Of the backend in use. */
export function tensorKernels(): TensorKernels {
  const kernels = kernelsOf.get(getBackend());
  if (!kernels) throw new Error(`No recurrent kernels are registered for ${getBackend()}`);
  return kernels;
}
