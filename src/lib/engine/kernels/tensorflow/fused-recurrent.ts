/**
 * A whole recurrent layer as one operation of TensorFlow.js with a gradient of its own, where
 * `tf.layers.lstm`, `gru` and `simpleRNN` run 14 kernels for each time step and 45 in training. The
 * weights are theirs, see `recurrent.ts`. `registerRecurrent` says who computes it on a backend.
 */
import {
  concat,
  customGrad,
  engine,
  mul,
  reshape,
  slice,
  tensor3d,
  tidy,
  type Rank,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import { gatesOf, type Cell, type RecurrentShape } from '../recurrent.ts';
import {
  tensorKernels,
  type TensorGradients,
  type TensorResult,
  type TensorSequences,
  type TensorTape,
} from './tensor-kernels.ts';

export interface RecurrentTensors {
  /** [inputs, gates · units] */
  readonly kernel: Tensor2D;
  /** [units, gates · units] */
  readonly recurrent: Tensor2D;
  /** [gates · units] */
  readonly bias: Tensor1D;
}

export interface RecurrentOptions {
  readonly cell: Cell;
  /** True lengths: beyond them outputs are zero, the state stands still and nothing is learnt. */
  readonly lengths?: Int32Array;
  /** From the last true step to the first; outputs stay in the places of their inputs. */
  readonly backwards?: boolean;
  /** [batch, units] each; absent: zeros. */
  readonly initial?: { readonly hidden: Tensor2D; readonly carry?: Tensor2D };
  /** Part of the inputs that is dropped, the rest made larger for it (0..1), and numbers 0 ≤ x < 1. */
  readonly dropout?: { readonly rate: number; readonly random: () => number };
}

/**
 * @param data [batch, steps, inputs]
 * @returns outputs of every step, [batch, steps, units]; the caller's
 */
export function recurrentOutputs(
  data: Tensor3D,
  weights: RecurrentTensors,
  options: RecurrentOptions,
): Tensor3D {
  return tidy(() => run(data, weights, options, ({ outputs }) => outputs));
}

/** The same with the state after the last true step, all of which gradients flow through. */
export function recurrentStates(
  data: Tensor3D,
  weights: RecurrentTensors,
  options: RecurrentOptions,
): TensorResult {
  const [batch, steps] = data.shape;
  const units = weights.recurrent.shape[0];
  return tidy((): TensorResult => {
    // One tensor is what an operation with a gradient of its own can give: states follow the outputs.
    const all = run(data, weights, options, ({ outputs, hidden, carry }) =>
      concat(
        [outputs, ...[hidden, carry].flatMap((one) => one ?? []).map((one) => asStep(one))],
        1,
      ),
    );
    const state = (at: number) =>
      reshape<Rank.R2>(slice(all, [0, at, 0], [batch, 1, units]), [batch, units]);
    const outputs = slice(all, [0, 0, 0], [batch, steps, units]);
    const result = { outputs, hidden: state(steps) };
    return options.cell === 'lstm' ? { ...result, carry: state(steps + 1) } : result;
  });
}

/** Both ways, outputs side by side (forward first): [batch, steps, 2 · units]. */
export function bidirectionalOutputs(
  data: Tensor3D,
  [forward, backward]: readonly [RecurrentTensors, RecurrentTensors],
  options: Omit<RecurrentOptions, 'backwards' | 'initial'>,
): Tensor3D {
  return tidy(() => {
    const { dropout, ...rest } = options;
    const seen = dropout ? dropInputs(data, dropout) : data;
    return concat(
      [
        recurrentOutputs(seen, forward, rest),
        recurrentOutputs(seen, backward, { ...rest, backwards: true }),
      ],
      2,
    );
  });
}

function run(
  data: Tensor3D,
  weights: RecurrentTensors,
  { cell, lengths, backwards = false, initial, dropout }: RecurrentOptions,
  value: (result: TensorResult) => Tensor3D,
): Tensor3D {
  const shape = shapeOf(cell, data, weights);
  const kernels = tensorKernels();
  const isLearning = engine().isTapeOn();
  const operation = customGrad<Tensor3D>((...given) => {
    const [data, kernel, recurrent, bias, hidden, carry] = given.filter(isTensor) as [
      Tensor3D,
      Tensor2D,
      Tensor2D,
      Tensor1D,
      Tensor2D?,
      Tensor2D?,
    ];
    const sequences: TensorSequences = {
      shape,
      data,
      kernel,
      recurrent,
      bias,
      backwards,
      ...(hidden && { hidden }),
      ...(carry && { carry }),
      ...(lengths && { lengths }),
    };
    if (!isLearning) {
      return { value: value(kernels.forward(sequences)), gradFunc: notLearning };
    }
    const { tape, ...result } = kernels.record(sequences);
    const gradFunc = (dy: Tensor3D) =>
      inOrder(backward(tape, dy, shape, data.shape[1]), hidden, carry);
    forgotten.register(gradFunc, tape);
    return { value: value(result), gradFunc };
  });
  const seen = dropout ? dropInputs(data, dropout) : data;
  const { kernel, recurrent, bias } = weights;
  const states = [initial?.hidden, initial?.carry].flatMap((one) => one ?? []);
  return operation(seen, kernel, recurrent, bias, ...states);
}

/** A loss that does not look at the outputs never asks for their gradient. */
const forgotten = new FinalizationRegistry<TensorTape>((tape) => tape.dispose());

const notLearning = (): never => {
  throw new Error('A gradient is asked for that was not recorded');
};

function backward(
  tape: TensorTape,
  dy: Tensor3D,
  { cell, units }: RecurrentShape,
  steps: number,
): TensorGradients {
  const batch = dy.shape[0];
  if (dy.shape[1] === steps) return tape.backward(dy);
  const state = (at: number) =>
    reshape<Rank.R2>(slice(dy, [0, at, 0], [batch, 1, units]), [batch, units]);
  const outputs = slice(dy, [0, 0, 0], [batch, steps, units]);
  return tape.backward(outputs, state(steps), cell === 'lstm' ? state(steps + 1) : undefined);
}

const inOrder = (
  gradients: TensorGradients,
  hidden: Tensor | undefined,
  carry: Tensor | undefined,
): Tensor[] => {
  const { data, kernel, recurrent, bias } = gradients;
  return [
    data,
    kernel,
    recurrent,
    bias,
    ...(hidden ? [gradients.hidden] : []),
    ...(carry && gradients.carry ? [gradients.carry] : []),
  ];
};

const asStep = (state: Tensor2D): Tensor3D => reshape(state, [state.shape[0], 1, state.shape[1]]);

const isTensor = (value: unknown): value is Tensor => typeof value !== 'function';

function dropInputs(
  data: Tensor3D,
  { rate, random }: NonNullable<RecurrentOptions['dropout']>,
): Tensor3D {
  const mask = new Float32Array(data.size);
  for (let i = 0; i < mask.length; i++) if (random() >= rate) mask[i] = 1 / (1 - rate);
  return mul(data, tensor3d(mask, data.shape));
}

function shapeOf(
  cell: Cell,
  data: Tensor3D,
  { kernel, recurrent, bias }: RecurrentTensors,
): RecurrentShape {
  const [units, columns] = recurrent.shape;
  const inputs = kernel.shape[0];
  const fits =
    data.shape[2] === inputs &&
    kernel.shape[1] === columns &&
    bias.shape[0] === columns &&
    columns === gatesOf[cell] * units;
  if (!fits) {
    const shapes = [data, kernel, recurrent, bias].map(({ shape }) => `[${shape.join(', ')}]`);
    throw new RangeError(`Not the weights of a ${cell} layer: ${shapes.join(' ')}`);
  }
  return { cell, inputs, units };
}
