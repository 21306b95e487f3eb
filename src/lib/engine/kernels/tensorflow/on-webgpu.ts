/** The fused operation on the webgpu backend: from tensors' buffers to tensors' buffers, unread. */
import {
  engine,
  type Tensor,
  type Tensor2D,
  type Tensor3D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { GpuWalks, type GpuSequences, type GpuTape } from '../webgpu/gpu-walk.ts';
import type {
  TensorGradients,
  TensorKernels,
  TensorResult,
  TensorSequences,
  TensorTape,
} from './tensor-kernels.ts';

export function onWebGpu(backend: WebGPUBackend): TensorKernels {
  const gpu = new TensorWalks(backend);
  return {
    forward(sequences) {
      const { tape, ...result } = gpu.record(sequences);
      tape.dispose();
      return result;
    },
    record: (sequences) => gpu.record(sequences),
  };
}

class TensorWalks {
  readonly backend: WebGPUBackend;
  readonly walks: GpuWalks;

  constructor(backend: WebGPUBackend) {
    this.backend = backend;
    this.walks = new GpuWalks(backend.device);
  }

  record(sequences: TensorSequences): TensorResult & { readonly tape: TensorTape } {
    const { shape, data, kernel, recurrent, bias, hidden, carry, lengths, backwards } = sequences;
    const [batch, steps] = data.shape;
    const { units } = shape;
    this.#submitPending(data, kernel, recurrent, bias, hidden, carry);
    // Copies: a tensor may be gone, and its buffer another's, when the gradient comes.
    const run: GpuSequences = {
      shape,
      data: this.#copied(data),
      kernel: this.#copied(kernel),
      recurrent: this.#copied(recurrent),
      bias: this.#copied(bias),
      lengths: this.walks.filled(
        lengths ? Uint32Array.from(lengths) : new Uint32Array(batch).fill(steps),
        GPUBufferUsage.STORAGE,
      ),
      batch,
      steps,
      backwards,
    };
    const state = this.stateOf(batch * units, hidden, carry);
    const outputs = this.#empty<Tensor3D>([batch, steps, units]);
    const tape = this.walks.forward(run, state, this.#bufferOf(outputs));
    const result = {
      outputs,
      hidden: this.stateTensor(state, 0, [batch, units]),
      tape: new GpuTensorTape(this, run, tape, sequences),
    };
    const whole =
      shape.cell === 'lstm'
        ? { ...result, carry: this.stateTensor(state, 1, [batch, units]) }
        : result;
    state.destroy();
    return whole;
  }

  backward(
    run: GpuSequences,
    tape: GpuTape,
    { data, kernel, recurrent, bias }: TensorSequences,
    [outputs, hidden, carry]: readonly [Tensor3D, Tensor2D?, Tensor2D?],
  ): TensorGradients {
    this.#submitPending(outputs, hidden, carry);
    const { batch, shape } = run;
    const state = this.stateOf(batch * shape.units, hidden, carry);
    const into = {
      data: this.#empty(data.shape),
      kernel: this.#empty(kernel.shape),
      recurrent: this.#empty(recurrent.shape),
      bias: this.#empty(bias.shape),
    };
    this.walks.backward(run, tape, state, this.#bufferOf(outputs), {
      data: this.#bufferOf(into.data),
      kernel: this.#bufferOf(into.kernel),
      recurrent: this.#bufferOf(into.recurrent),
      bias: this.#bufferOf(into.bias),
    });
    const size: [number, number] = [batch, shape.units];
    const gradients = { ...into, hidden: this.stateTensor(state, 0, size) };
    const whole =
      shape.cell === 'lstm' ? { ...gradients, carry: this.stateTensor(state, 1, size) } : gradients;
    state.destroy();
    return whole;
  }

  /** [2, batch, units] */
  stateOf(half: number, hidden: Tensor | undefined, carry: Tensor | undefined): GPUBuffer {
    const state = this.walks.storage(2 * half);
    if (hidden) this.#copy(this.#bufferOf(hidden), 0, state, 0, half);
    if (carry) this.#copy(this.#bufferOf(carry), 0, state, half, half);
    return state;
  }

  stateTensor(state: GPUBuffer, which: 0 | 1, shape: [number, number]): Tensor2D {
    const tensor = this.#empty<Tensor2D>(shape);
    this.#copy(state, which * tensor.size, this.#bufferOf(tensor), 0, tensor.size);
    return tensor;
  }

  #copied(tensor: Tensor): GPUBuffer {
    const copy = this.walks.storage(tensor.size);
    this.#copy(this.#bufferOf(tensor), 0, copy, 0, tensor.size);
    return copy;
  }

  #copy(from: GPUBuffer, at: number, to: GPUBuffer, toAt: number, length: number): void {
    const encoder = this.backend.device.createCommandEncoder({ label: 'recurrent, copy' });
    encoder.copyBufferToBuffer(from, at * 4, to, toAt * 4, length * 4);
    this.backend.device.queue.submit([encoder.finish()]);
  }

  /** What makes these tensors goes to the queue before what reads them. */
  #submitPending(...tensors: readonly (Tensor | undefined)[]): void {
    for (const tensor of tensors) if (tensor) this.backend.uploadToGPU(tensor.dataId);
    this.backend.ensureCommandEncoderReady();
    this.backend.endComputePassEncoder();
    this.backend.submitQueue();
  }

  #empty<T extends Tensor>(shape: number[]): T {
    const info: TensorInfo = this.backend.makeTensorInfo(shape, 'float32');
    this.backend.uploadToGPU(info.dataId);
    return engine().makeTensorFromTensorInfo(info) as T;
  }

  #bufferOf({ dataId }: TensorInfo): GPUBuffer {
    const { resource } = this.backend.tensorMap.get(dataId);
    if (!(resource instanceof GPUBuffer)) throw new TypeError('The tensor has no buffer');
    return resource;
  }
}

class GpuTensorTape implements TensorTape {
  readonly #gpu: TensorWalks;
  readonly #sequences: TensorSequences;
  #held: { readonly run: GpuSequences; readonly tape: GpuTape } | undefined;

  constructor(gpu: TensorWalks, run: GpuSequences, tape: GpuTape, sequences: TensorSequences) {
    this.#gpu = gpu;
    this.#sequences = sequences;
    this.#held = { run, tape };
  }

  backward(outputs: Tensor3D, hidden?: Tensor2D, carry?: Tensor2D): TensorGradients {
    if (!this.#held) throw new Error('The tape was disposed');
    const { run, tape } = this.#held;
    const gradients = this.#gpu.backward(run, tape, this.#sequences, [outputs, hidden, carry]);
    this.dispose();
    return gradients;
  }

  dispose(): void {
    if (!this.#held) return;
    const { run, tape } = this.#held;
    for (const buffer of [run.data, run.kernel, run.recurrent, run.bias, run.lengths]) {
      buffer.destroy();
    }
    for (const buffer of Object.values(tape) as GPUBuffer[]) buffer.destroy();
    this.#held = undefined;
  }
}
