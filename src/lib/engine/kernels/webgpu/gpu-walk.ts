/**
 * Recurrent layers on buffers of the GPU: what `open.ts` and the operation of TensorFlow.js share.
 * Everything is only enqueued; nobody waits here.
 */
import { gatesOf, type RecurrentShape } from '../recurrent.ts';
import { multiplyShader, productBytes, tile } from './multiply.wgsl.ts';
import { backwardShader, forwardShader, mostUnits, walkBytes } from './walk.wgsl.ts';

/** Layouts as in `recurrent.ts`; all buffers are the caller's. */
export interface GpuSequences {
  readonly shape: RecurrentShape;
  readonly kernel: GPUBuffer;
  readonly recurrent: GPUBuffer;
  readonly bias: GPUBuffer;
  readonly data: GPUBuffer;
  /** One u32 for each sequence. */
  readonly lengths: GPUBuffer;
  readonly batch: number;
  readonly steps: number;
  readonly backwards: boolean;
}

export interface GpuTape {
  /** [batch, steps, gates · units] */
  readonly gates: GPUBuffer;
  /**
   * LSTM: carries, [batch, steps + 1, units], in the last place that before the first step.
   * GRU: hidden state as its reset gate lets it through, [batch, steps, units]. Else unused.
   */
  readonly memory: GPUBuffer;
  /** Hidden state before each step, [batch, steps, units]. */
  readonly before: GPUBuffer;
}

export interface GpuGradients {
  readonly data: GPUBuffer;
  readonly kernel: GPUBuffer;
  readonly recurrent: GPUBuffer;
  readonly bias: GPUBuffer;
}

interface Product {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  readonly a: GPUBuffer;
  readonly aRow: number;
  readonly aStep: number;
  readonly b: GPUBuffer;
  readonly bStep: number;
  readonly bColumn: number;
  readonly bFrom?: number;
  readonly c: GPUBuffer;
  readonly cRow: number;
  readonly cFrom?: number;
  readonly bias?: GPUBuffer;
}

/** By their place in the shader; what a shader does not use must not be there. */
type Buffers = Readonly<Record<number, GPUBuffer>>;

export class GpuWalks {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, GPUComputePipeline>();
  /** A one, and stands in where nothing is bound. */
  readonly #one: GPUBuffer;
  /** Used by what is enqueued; destroyed once that is on its way. */
  #spent: GPUBuffer[] = [];

  constructor(device: GPUDevice) {
    this.#device = device;
    this.#one = this.filled(Float32Array.of(1), GPUBufferUsage.STORAGE);
  }

  /**
   * Projects the inputs of all steps in one dispatch and walks through them in another.
   * @param state in: before the first step, out: after the last; [2, batch, units]
   * @param outputs written
   */
  forward(sequences: GpuSequences, state: GPUBuffer, outputs: GPUBuffer): GpuTape {
    const { shape, kernel, bias, data, batch, steps } = sequences;
    const { cell, inputs, units } = shape;
    if (units > mostUnits) throw new RangeError(`${units} units; at most ${mostUnits} on WebGPU`);
    const columns = gatesOf[cell] * units;
    const tape: GpuTape = {
      gates: this.storage(batch * steps * columns),
      memory: this.storage(batch * (steps + Number(cell === 'lstm')) * units),
      before: this.storage(batch * steps * units),
    };
    const encoder = this.#device.createCommandEncoder({ label: 'recurrent' });
    const pass = encoder.beginComputePass();
    this.#multiply(pass, {
      ...{ rows: batch * steps, columns, depth: inputs },
      ...{ a: data, aRow: inputs, aStep: 1 },
      ...{ b: kernel, bStep: columns, bColumn: 1 },
      ...{ c: tape.gates, cRow: columns, bias },
    });
    const { gates, memory, before } = tape;
    const written: Buffers = { 3: state, 4: gates, 5: outputs, 7: before };
    const remembered: Buffers = cell === 'simple' ? {} : { 6: memory };
    this.#walk(pass, 'forward', sequences, { ...written, ...remembered });
    pass.end();
    this.#submit(encoder);
    return tape;
  }

  /**
   * @param state in: gradient by the state after the last step, out: by that before the first
   * @param outputs gradient by the outputs
   * @param into written
   */
  backward(
    sequences: GpuSequences,
    { gates, memory, before }: GpuTape,
    state: GPUBuffer,
    outputs: GPUBuffer,
    into: GpuGradients,
  ): void {
    const { shape, kernel, data, batch, steps } = sequences;
    const { cell, inputs, units } = shape;
    const columns = gatesOf[cell] * units;
    const depth = batch * steps;
    const b = this.storage(depth * columns);
    this.#spent.push(b);
    const encoder = this.#device.createCommandEncoder({ label: 'recurrent, back' });
    const pass = encoder.beginComputePass();
    const known = { 3: state, 4: gates, 5: outputs, 7: b };
    const remembered: Buffers = cell === 'simple' ? {} : { 6: cell === 'lstm' ? memory : before };
    this.#walk(pass, 'backward', sequences, { ...known, ...remembered });
    this.#multiply(pass, {
      ...{ rows: depth, columns: inputs, depth: columns },
      ...{ a: b, aRow: columns, aStep: 1 },
      ...{ b: kernel, bStep: 1, bColumn: columns },
      ...{ c: into.data, cRow: inputs },
    });
    const byGates = { b, bStep: columns, bColumn: 1, depth, cRow: columns };
    const kernelPart = { rows: inputs, columns, a: data, aRow: 1, aStep: inputs, c: into.kernel };
    this.#multiply(pass, { ...byGates, ...kernelPart });
    const biasPart = { rows: 1, columns, a: this.#one, aRow: 0, aStep: 0, c: into.bias };
    this.#multiply(pass, { ...byGates, ...biasPart });
    const states = { rows: units, aRow: 1, aStep: units, c: into.recurrent };
    // The candidate of a GRU sees the hidden state through its reset gate.
    const plain = cell === 'gru' ? 2 * units : columns;
    this.#multiply(pass, { ...byGates, ...states, a: before, columns: plain });
    if (cell === 'gru') {
      const candidate = { columns: units, bFrom: plain, cFrom: plain };
      this.#multiply(pass, { ...byGates, ...states, ...candidate, a: memory });
    }
    pass.end();
    this.#submit(encoder);
  }

  /** Of so many float32, zeros. */
  storage(length: number): GPUBuffer {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    return this.#device.createBuffer({ size: Math.max(4, length * 4), usage });
  }

  filled(values: Float32Array | Uint32Array, usage: number): GPUBuffer {
    const size = Math.max(4, values.byteLength);
    const buffer = this.#device.createBuffer({ size, usage, mappedAtCreation: true });
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(buffer.getMappedRange()).set(bytes);
    buffer.unmap();
    return buffer;
  }

  dispose(): void {
    this.#one.destroy();
  }

  #walk(
    pass: GPUComputePassEncoder,
    way: 'forward' | 'backward',
    { shape, recurrent, lengths, batch, steps, backwards }: GpuSequences,
    bound: Buffers,
  ): void {
    const shader = way === 'forward' ? forwardShader : backwardShader;
    const pipeline = this.#pipeline(`${way} ${shape.cell} ${shape.units}`, () => shader(shape));
    const values = Uint32Array.of(batch, steps, Number(backwards), 0);
    const buffers = { 0: this.#uniform(values, walkBytes), 1: recurrent, 2: lengths, ...bound };
    this.#dispatch(pass, pipeline, buffers, [batch]);
  }

  #multiply(pass: GPUComputePassEncoder, product: Product): void {
    const { rows, columns, depth, a, aRow, aStep, b, bStep, bColumn, c, cRow, bias } = product;
    const { bFrom = 0, cFrom = 0 } = product;
    const numbers = [rows, columns, depth, aRow, aStep, bStep, bColumn, bFrom, cRow, cFrom];
    const values = Uint32Array.of(...numbers, Number(bias !== undefined));
    const buffers = {
      0: this.#uniform(values, productBytes),
      1: a,
      2: b,
      3: bias ?? this.#one,
      4: c,
    };
    const pipeline = this.#pipeline('multiply', () => multiplyShader);
    this.#dispatch(pass, pipeline, buffers, [Math.ceil(columns / tile), Math.ceil(rows / tile)]);
  }

  #dispatch(
    pass: GPUComputePassEncoder,
    pipeline: GPUComputePipeline,
    buffers: Buffers,
    [x, y = 1]: [x: number, y?: number],
  ): void {
    const entries = Object.entries(buffers).map(([binding, buffer]) => ({
      binding: Number(binding),
      resource: { buffer },
    }));
    pass.setPipeline(pipeline);
    const layout = pipeline.getBindGroupLayout(0);
    pass.setBindGroup(0, this.#device.createBindGroup({ layout, entries }));
    pass.dispatchWorkgroups(x, y);
  }

  #uniform(values: Uint32Array, bytes: number): GPUBuffer {
    const whole = new Uint32Array(bytes / 4);
    whole.set(values);
    const buffer = this.filled(whole, GPUBufferUsage.UNIFORM);
    this.#spent.push(buffer);
    return buffer;
  }

  #pipeline(name: string, source: () => string): GPUComputePipeline {
    let pipeline = this.#pipelines.get(name);
    if (!pipeline) {
      const module = this.#device.createShaderModule({ label: name, code: source() });
      const compute = { module, entryPoint: 'main' };
      pipeline = this.#device.createComputePipeline({ label: name, layout: 'auto', compute });
      this.#pipelines.set(name, pipeline);
    }
    return pipeline;
  }

  #submit(encoder: GPUCommandEncoder): void {
    this.#device.queue.submit([encoder.finish()]);
    for (const buffer of this.#spent) buffer.destroy();
    this.#spent = [];
  }
}
