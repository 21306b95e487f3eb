/**
 * The fused operation on backends whose tensors lie in the processor's memory (cpu, wasm), or are
 * read from a GPU that has no kernel of its own (webgl): the values go to the immediate kernels and
 * back. Copies are little beside what a time step of separate kernels costs.
 */
import { tensor, tensor2d, tensor3d, type Tensor } from '@tensorflow/tfjs-core';
import type {
  ForwardResult,
  ImmediateKernels,
  ImmediateLayer,
  RecurrentState,
  Sequences,
  Tape,
} from '../recurrent.ts';
import type {
  TensorGradients,
  TensorKernels,
  TensorResult,
  TensorSequences,
  TensorTape,
} from './tensor-kernels.ts';

/** @param kernels used, not owned */
export function onProcessor(kernels: ImmediateKernels): TensorKernels {
  const layerOf = ({ shape, kernel, recurrent, bias }: TensorSequences) =>
    kernels.layer(shape, {
      kernel: valuesOf(kernel),
      recurrent: valuesOf(recurrent),
      bias: valuesOf(bias),
    });
  return {
    forward(sequences) {
      const layer = layerOf(sequences);
      try {
        return resultOf(layer.forward(read(sequences)), sequences);
      } finally {
        layer.dispose();
      }
    },
    record(sequences) {
      const layer = layerOf(sequences);
      const result = layer.record(read(sequences));
      const tape = new ProcessorTape(layer, result.tape, sequences);
      return { ...resultOf(result, sequences), tape };
    },
  };
}

class ProcessorTape implements TensorTape {
  readonly #shapes: Record<'data' | 'kernel' | 'recurrent' | 'bias', number[]>;
  readonly #state: [batch: number, units: number];
  #held: { readonly layer: ImmediateLayer; readonly tape: Tape } | undefined;

  constructor(layer: ImmediateLayer, tape: Tape, sequences: TensorSequences) {
    const { data, kernel, recurrent, bias, shape } = sequences;
    this.#held = { layer, tape };
    this.#state = [data.shape[0], shape.units];
    this.#shapes = {
      data: data.shape,
      kernel: kernel.shape,
      recurrent: recurrent.shape,
      bias: bias.shape,
    };
  }

  backward(outputs: Tensor, hidden?: Tensor, carry?: Tensor): TensorGradients {
    if (!this.#held) throw new Error('The tape was disposed');
    const { layer, tape } = this.#held;
    const final = hidden && stateOf(hidden, carry);
    const { inputs, weights, initial } = layer.backward(tape, valuesOf(outputs), final);
    this.dispose();
    const gradients = {
      data: tensor(inputs, this.#shapes.data),
      kernel: tensor(weights.kernel, this.#shapes.kernel),
      recurrent: tensor(weights.recurrent, this.#shapes.recurrent),
      bias: tensor(weights.bias, this.#shapes.bias),
      hidden: tensor2d(initial.hidden, this.#state),
    };
    return initial.carry
      ? { ...gradients, carry: tensor2d(initial.carry, this.#state) }
      : gradients;
  }

  dispose(): void {
    this.#held?.tape.dispose();
    this.#held?.layer.dispose();
    this.#held = undefined;
  }
}

function read({ data, hidden, carry, lengths, backwards }: TensorSequences): Sequences {
  const [batch, steps] = data.shape;
  return {
    data: valuesOf(data),
    batch,
    steps,
    backwards,
    ...(lengths && { lengths }),
    ...(hidden && { initial: stateOf(hidden, carry) }),
  };
}

function resultOf(
  { outputs, final }: ForwardResult,
  { data, shape }: TensorSequences,
): TensorResult {
  const [batch, steps] = data.shape;
  const state: [number, number] = [batch, shape.units];
  const result = {
    outputs: tensor3d(outputs, [batch, steps, shape.units]),
    hidden: tensor2d(final.hidden, state),
  };
  return final.carry ? { ...result, carry: tensor2d(final.carry, state) } : result;
}

const stateOf = (hidden: Tensor, carry: Tensor | undefined): RecurrentState =>
  carry ? { hidden: valuesOf(hidden), carry: valuesOf(carry) } : { hidden: valuesOf(hidden) };

const valuesOf = (values: Tensor): Float32Array => values.dataSync<'float32'>();
