/**
 * Runs in a page of its own, bundled by `recurrent-gpu.spec.ts`: recurrent layers in WGSL and in both
 * builds of WebAssembly, and as an operation of TensorFlow.js on the GPU, beside the typed arrays.
 */
import {
  backend,
  grads,
  memory,
  tensor1d,
  tensor2d,
  tensor3d,
  tidy,
  type Tensor,
  type Tensor1D,
  type Tensor2D,
  type Tensor3D,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { open } from '../../../src/lib/engine/backends/webgpu.ts';
import { openPlainKernels } from '../../../src/lib/engine/kernels/plain/open.ts';
import {
  difference,
  randomCase,
  type CaseSize,
} from '../../../src/lib/engine/kernels/random-case.ts';
import type {
  ForwardResult,
  Gradients,
  RecurrentKernels,
  Tape,
} from '../../../src/lib/engine/kernels/recurrent.ts';
import {
  recurrentOutputs,
  recurrentStates,
} from '../../../src/lib/engine/kernels/tensorflow/fused-recurrent.ts';
import { onWebGpu } from '../../../src/lib/engine/kernels/tensorflow/on-webgpu.ts';
import { registerRecurrent } from '../../../src/lib/engine/kernels/tensorflow/tensor-kernels.ts';
import { openWasmKernels } from '../../../src/lib/engine/kernels/wasm/open.ts';
import { openWebGpuKernels } from '../../../src/lib/engine/kernels/webgpu/open.ts';

/** The largest difference of each answer and gradient, by its name. */
export type Differences = Readonly<Record<string, number>>;

/** The two builds of WebAssembly, and the GPU. */
export type KernelName = 'simd' | 'relaxed' | 'webgpu';

export interface RecurrentGpu {
  compareKernels(name: KernelName, size: CaseSize, backwards: boolean): Promise<Differences>;
  compareOperation(size: CaseSize): Promise<Differences>;
}

declare global {
  var recurrentGpu: RecurrentGpu;
}

const plain = openPlainKernels();
await open();
const gpuBackend = backend() as WebGPUBackend;
const gpu = openWebGpuKernels(gpuBackend.device);
registerRecurrent('webgpu', onWebGpu(gpuBackend));

async function answersOf(kernels: RecurrentKernels, size: CaseSize, backwards: boolean) {
  const { shape, weights, sequences, outputs, final } = randomCase(size);
  const zeros = (values: Float32Array) => new Float32Array(values.length);
  const { kernel, recurrent, bias } = weights;
  const layer = kernels.layer(shape, {
    kernel: zeros(kernel),
    recurrent: zeros(recurrent),
    bias: zeros(bias),
  });
  layer.update(weights);
  const once = await layer.forward({ ...sequences, backwards });
  const rows = Int32Array.from({ length: size.batch * size.steps }, (_, i) => i % 5);
  const data = sequences.data.slice(0, 5 * size.inputs);
  const shared = await layer.record({ ...sequences, data, rows, backwards });
  const byShared = await layer.backward(shared.tape, outputs, final);
  shared.tape.dispose();
  const { tape, ...again } = await layer.record({ ...sequences, backwards });
  const gradients = await layer.backward(tape, outputs, final);
  const answers = {
    ...flat(once, 'once'),
    ...flat(again, ''),
    ...gradientsOf(gradients),
    ...(await seen(tape)),
    'shared outputs': shared.outputs,
    'shared inputs': byShared.inputs,
    'shared kernel': byShared.weights.kernel,
  };
  tape.dispose();
  layer.dispose();
  return answers;
}

const flat = ({ outputs, final }: ForwardResult, name: string) => ({
  [`${name} outputs`]: outputs,
  [`${name} hidden`]: final.hidden,
  [`${name} carry`]: final.carry ?? new Float32Array(),
});

const gradientsOf = ({ inputs, weights, initial }: Gradients) => ({
  inputs,
  ...weights,
  hidden: initial.hidden,
  carry: initial.carry ?? new Float32Array(),
});

const seen = async (tape: Tape) => ({
  gates: await tape.gates(),
  carries: (await tape.carries()) ?? new Float32Array(),
});

function differences(
  ours: Record<string, Float32Array>,
  theirs: Record<string, Float32Array>,
): Differences {
  const names = Object.keys(theirs);
  return Object.fromEntries(
    names.map((name) => [name, difference(ours[name] ?? [], theirs[name]!)]),
  );
}

globalThis.recurrentGpu = {
  async compareKernels(name, size, backwards) {
    const kernels = name === 'webgpu' ? gpu : await openWasmKernels(name);
    return differences(
      await answersOf(kernels, size, backwards),
      await answersOf(plain, size, backwards),
    );
  },

  async compareOperation(size) {
    const { cell, inputs, units, batch, steps } = size;
    const { weights, sequences, outputs, shape } = randomCase(size);
    const { lengths, initial } = sequences;
    const columns = weights.bias.length;
    const held = memory().numTensors;
    const given = [
      tensor3d(sequences.data, [batch, steps, inputs]),
      tensor2d(weights.kernel, [inputs, columns]),
      tensor2d(weights.recurrent, [units, columns]),
      tensor1d(weights.bias),
      tensor2d(initial.hidden, [batch, units]),
      ...(initial.carry ? [tensor2d(initial.carry, [batch, units])] : []),
    ];
    const run = (...tensors: Tensor[]) => {
      const [data, kernel, recurrent, bias, hidden, carry] = tensors as [
        Tensor3D,
        Tensor2D,
        Tensor2D,
        Tensor1D,
        Tensor2D,
        Tensor2D?,
      ];
      const options = { cell, lengths, initial: carry ? { hidden, carry } : { hidden } };
      return { data, weights: { kernel, recurrent, bias }, options };
    };
    const states = tidy(() => {
      const { data, weights, options } = run(...given);
      return recurrentStates(data, weights, options);
    });
    const asked = tensor3d(outputs, [batch, steps, units]);
    const gradients = grads((...tensors: Tensor[]) => {
      const { data, weights, options } = run(...tensors);
      return recurrentOutputs(data, weights, options);
    })(given, asked);
    const valuesOf = async (tensor: Tensor | undefined) =>
      tensor ? new Float32Array(await tensor.data<'float32'>()) : new Float32Array();
    const names = ['inputs', 'kernel', 'recurrent', 'bias', 'hidden', 'carry'];
    const ours: Record<string, Float32Array> = {
      outputs: await valuesOf(states.outputs),
      'hidden after': await valuesOf(states.hidden),
      'carry after': await valuesOf(states.carry),
    };
    for (const [i, name] of names.entries()) ours[name] = await valuesOf(gradients[i]);
    for (const tensor of [...given, asked, ...Object.values(states), ...gradients])
      tensor.dispose();
    const layer = plain.layer(shape, weights);
    const { tape, ...result } = layer.record(sequences);
    const theirs = {
      outputs: result.outputs,
      'hidden after': result.final.hidden,
      'carry after': result.final.carry ?? new Float32Array(),
      ...gradientsOf(layer.backward(tape, outputs)),
    };
    return { ...differences(ours, theirs), tensors: memory().numTensors - held };
  },
};
