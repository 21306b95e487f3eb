/**
 * What every fused recurrent kernel does, whatever it is written in: typed arrays (`plain/`),
 * WebAssembly SIMD (`wasm/`), WGSL (`webgpu/`). Types only.
 *
 * Weights are those of `tf.layers.lstm`, `gru` and `simpleRNN`, unchanged both ways:
 * `kernel` [inputs, gates · units], `recurrent` [units, gates · units], `bias` [gates · units].
 * Order of the gates along the last axis: LSTM i, f, c, o; GRU z, r, h (`resetAfter: false`);
 * simple RNN its one. Gates are sigmoid, the candidate and the output tanh.
 * Sequences are row-major [batch, steps, features]; a row of `lengths` ends where its text ends:
 * from there on the state stands still, and no gradient flows into what lies beyond.
 */

/** Kernels on the processor answer at once ({@link ImmediateLayer}), those on a GPU later; `await` takes both. */
export type Soon<T> = T | Promise<T>;

export type Cell = 'lstm' | 'gru' | 'simple';

export const gatesOf: Readonly<Record<Cell, number>> = { lstm: 4, gru: 3, simple: 1 };

export interface RecurrentShape {
  readonly cell: Cell;
  readonly inputs: number;
  readonly units: number;
}

export interface RecurrentWeights {
  readonly kernel: Float32Array;
  readonly recurrent: Float32Array;
  readonly bias: Float32Array;
}

/** State between steps: `hidden` [batch, units], and for an LSTM `carry` [batch, units]. */
export interface RecurrentState {
  readonly hidden: Float32Array;
  readonly carry?: Float32Array;
}

export interface Sequences {
  /** [batch, steps, inputs]; or, where `rows` says what each step reads of it, [rows, inputs]. */
  readonly data: Float32Array;
  readonly batch: number;
  readonly steps: number;
  /**
   * A row of `data` for each step, [batch, steps] (a look into a table of embeddings). Most tokens of a
   * batch stand there more than once: what they share is multiplied once. Absent: a row each.
   */
  readonly rows?: Int32Array;
  /** True lengths, 0..steps, one for each row; absent: all are `steps` long. */
  readonly lengths?: Int32Array;
  /** From the last true step to the first; outputs stay in the places of their inputs. */
  readonly backwards?: boolean;
  /** Absent: zeros. */
  readonly initial?: RecurrentState;
}

export interface ForwardResult {
  /** Hidden state after every step, [batch, steps, units]; zeros beyond a row's length. */
  readonly outputs: Float32Array;
  /** State after the last true step of each row. */
  readonly final: RecurrentState;
}

/** What the backward pass needs of the forward one; belongs to the kernel that made it. */
export interface Tape {
  readonly shape: RecurrentShape;
  /** Gate activations, [batch, steps, gates · units], in the order of the weights; for the eye as well. */
  gates(): Soon<Float32Array>;
  /** Cell state after every step, [batch, steps, units]; of an LSTM only. */
  carries(): Soon<Float32Array | undefined>;
  /** Gives its memory back; afterwards it is of no use. */
  dispose(): void;
}

export interface Gradients {
  /** In the shape of `data`: of a row that several steps read their sum. */
  readonly inputs: Float32Array;
  readonly weights: RecurrentWeights;
  readonly initial: RecurrentState;
}

/** One cell's weights, made ready for a kernel (packed, uploaded): loaded once, run often. */
export interface RecurrentLayer {
  readonly shape: RecurrentShape;
  forward(sequences: Sequences): Soon<ForwardResult>;
  /** The same, keeping what {@link backward} needs. */
  record(sequences: Sequences): Soon<ForwardResult & { readonly tape: Tape }>;
  /**
   * Back-propagation through time.
   * @param outputs gradient of the loss by every output, [batch, steps, units]
   * @param final gradient by the final state, where the loss saw it
   */
  backward(tape: Tape, outputs: Float32Array, final?: RecurrentState): Soon<Gradients>;
  /** Takes other weights of the same shape, in place. */
  update(weights: RecurrentWeights): void;
  dispose(): void;
}

/** One backend's kernels. */
export interface RecurrentKernels {
  readonly backend: 'wasm' | 'webgpu' | 'cpu';
  /** Bytes that are held outside JavaScript's own heap now, where there are any. */
  readonly heapBytes?: number;
  layer(shape: RecurrentShape, weights: RecurrentWeights): RecurrentLayer;
  dispose(): void;
}

export interface ImmediateTape extends Tape {
  gates(): Float32Array;
  carries(): Float32Array | undefined;
}

/** Of `plain/` and `wasm/`: what a gradient inside TensorFlow.js, which cannot wait, is made of. */
export interface ImmediateLayer extends RecurrentLayer {
  forward(sequences: Sequences): ForwardResult;
  record(sequences: Sequences): ForwardResult & { readonly tape: ImmediateTape };
  backward(tape: Tape, outputs: Float32Array, final?: RecurrentState): Gradients;
  /**
   * One more step of one sequence: what a key pressed costs. Takes no memory.
   * @param input [inputs]
   * @param state before the step, [units] each
   * @param next written; may be `state` itself
   */
  step(input: Float32Array, state: RecurrentState, next: RecurrentState): void;
}

export interface ImmediateKernels extends RecurrentKernels {
  readonly backend: 'wasm' | 'cpu';
  layer(shape: RecurrentShape, weights: RecurrentWeights): ImmediateLayer;
}
