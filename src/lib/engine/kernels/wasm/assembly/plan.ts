/**
 * What a run is told, field by field as `plan.ts` above this folder writes it: 32-bit numbers,
 * addresses and widths of rows in bytes.
 *
 * Rows are packed in the order in which they are walked: first the first step of every sequence,
 * longest sequence first, then the second step of those that have one. So the rows of a step lie
 * together, what a step costs is what is left to walk, and masks are not needed.
 */
@unmanaged
export class Plan {
  /** 0 LSTM, 1 GRU, 2 simple. */
  cell: i32;
  batch: i32;
  steps: i32;
  inputs: i32;
  units: i32;
  /** `units` up to a multiple of 4, in bytes; what lies between is zero and stays zero. */
  width: usize;
  /** How many rows each step has: int32, never growing. */
  active: usize;
  /** A window of rows of `gates` used again and again, or 0: all of them are kept. */
  window: i32;

  /** Packed rows of `inputs` values; or `shared` rows in no order. */
  x: usize;
  /** Packed panels of the weights; the columns of a gate start at a multiple of `width`. */
  kernel: usize;
  recurrent: usize;
  /** Of a GRU: the part of `recurrent` that makes the candidate. */
  candidate: usize;
  bias: usize;

  /** Before a step x · kernel + bias, after it the activations; rows of `gatesRow` bytes. */
  gates: usize;
  gatesRow: usize;
  /** `batch` rows of the first hidden state, then one after every step; rows of `width`. */
  hidden: usize;
  /** Of an LSTM: the same for the cell state; `batch` rows in place if `window` is set. */
  carry: usize;
  /** One row of zeros, as wide as the widest here. */
  zeros: usize;
  /** Of a GRU, rows of `width`: reset · hidden, of this step alone, or of all on the way back. */
  kept: usize;

  // From here on for the way back only.

  /** Packed panels of the transposed weights. */
  kernelBack: usize;
  recurrentBack: usize;
  /** Gradient by each output, packed rows of `width`. */
  dOutputs: usize;
  /** In: gradient by the final state. Out: by the first. Rows of `wide` and of `width`. */
  dHidden: usize;
  dCarry: usize;
  /** `width` up to a whole panel. */
  wide: usize;
  /** Out: gradient by what went into the activations, rows of `gatesRow`. */
  dGates: usize;
  /** Of a GRU: gradient by `kept`, of this step; `batch` rows of `wide`. */
  dKept: usize;
  /** Room for the hidden state before every packed row. */
  before: usize;
  /** Out: [inputs, gatesRow] */
  dKernel: usize;
  /** Out: [units, gatesRow] */
  dRecurrent: usize;
  /** Out, of a GRU: [units, wide] */
  dCandidate: usize;
  /** Out: [gatesRow] */
  dBias: usize;
  /** Out: packed rows of `inputsRow` bytes, whole panels. */
  dInputs: usize;
  inputsRow: usize;

  /** How many rows of `x` all packed rows share; 0 where each has its own. */
  shared: i32;
  /** Which of them each packed row reads: int32. */
  rows: usize;
  /** Room for x · kernel + bias of the shared rows, and for the gradient by it; rows of `gatesRow`. */
  projected: usize;
  dProjected: usize;
}
