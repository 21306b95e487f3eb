/** Recurrent layers in WGSL, for typed arrays: what goes in is uploaded, what comes out read back. */
import { FailureError } from '#lib/failure/failure.ts';
import {
  gatesOf,
  type ForwardResult,
  type Gradients,
  type RecurrentKernels,
  type RecurrentLayer,
  type RecurrentShape,
  type RecurrentState,
  type RecurrentWeights,
  type Sequences,
  type Tape,
} from '../recurrent.ts';
import { spreadRows, sumRows } from '../shared-rows.ts';
import { expectLength, expectSequences, expectState, expectWeights } from '../sizes.ts';
import { GpuWalks, type GpuSequences, type GpuTape } from './gpu-walk.ts';

/** @param device stays the caller's; when it is lost, calls fail with `device-lost`. */
export function openWebGpuKernels(device: GPUDevice): RecurrentKernels {
  const walks = new GpuWalks(device);
  return {
    backend: 'webgpu',
    layer: (shape, weights) => new GpuLayer(device, walks, shape, weights),
    dispose: () => walks.dispose(),
  };
}

const storage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;

class GpuLayer implements RecurrentLayer {
  readonly shape: RecurrentShape;
  readonly #device: GPUDevice;
  readonly #walks: GpuWalks;
  readonly #weights: Readonly<Record<keyof RecurrentWeights, GPUBuffer>>;

  constructor(
    device: GPUDevice,
    walks: GpuWalks,
    shape: RecurrentShape,
    weights: RecurrentWeights,
  ) {
    expectWeights(shape, weights);
    this.#device = device;
    this.#walks = walks;
    this.shape = shape;
    this.#weights = {
      kernel: walks.filled(weights.kernel, storage()),
      recurrent: walks.filled(weights.recurrent, storage()),
      bias: walks.filled(weights.bias, storage()),
    };
  }

  async forward(sequences: Sequences): Promise<ForwardResult> {
    const { tape, ...result } = await this.record(sequences);
    tape.dispose();
    return result;
  }

  async record(sequences: Sequences): Promise<ForwardResult & { readonly tape: Tape }> {
    expectSequences(this.shape, sequences);
    const { data, batch, steps, rows, initial, lengths, backwards = false } = sequences;
    const { units } = this.shape;
    const walks = this.#walks;
    const run: GpuSequences = {
      shape: this.shape,
      ...this.#weights,
      data: walks.filled(rows ? spreadRows(data, rows, this.shape.inputs) : data, storage()),
      lengths: walks.filled(
        lengths ? Uint32Array.from(lengths) : new Uint32Array(batch).fill(steps),
        storage(),
      ),
      batch,
      steps,
      backwards,
    };
    const state = this.#state(initial, batch);
    const outputs = walks.storage(batch * steps * units);
    const shared = rows && { rows, count: data.length / this.shape.inputs };
    const tape = new LayerTape(run, walks.forward(run, state, outputs), this.#device, shared);
    const [all, states] = await read(this.#device, [
      [outputs, batch * steps * units],
      [state, 2 * batch * units],
    ]);
    destroy(state, outputs);
    return { outputs: all!, final: this.#split(states!), tape };
  }

  async backward(tape: Tape, outputs: Float32Array, final?: RecurrentState): Promise<Gradients> {
    if (!(tape instanceof LayerTape)) throw new TypeError('The tape of another kernel');
    const { run, gpu } = tape.held();
    const { batch, steps } = run;
    const { cell, inputs, units } = this.shape;
    expectLength('outputs', outputs, batch * steps * units);
    if (final) expectState(this.shape, final, batch);
    const columns = gatesOf[cell] * units;
    const walks = this.#walks;
    const state = this.#state(final, batch);
    const back = walks.filled(outputs, storage());
    const sizes = {
      data: batch * steps * inputs,
      kernel: inputs * columns,
      recurrent: units * columns,
      bias: columns,
    };
    const into = {
      data: walks.storage(sizes.data),
      kernel: walks.storage(sizes.kernel),
      recurrent: walks.storage(sizes.recurrent),
      bias: walks.storage(sizes.bias),
    };
    walks.backward(run, gpu, state, back, into);
    const [data, kernel, recurrent, bias, states] = await read(this.#device, [
      [into.data, sizes.data],
      [into.kernel, sizes.kernel],
      [into.recurrent, sizes.recurrent],
      [into.bias, sizes.bias],
      [state, 2 * batch * units],
    ]);
    destroy(state, back, ...Object.values(into));
    return {
      inputs: tape.shared ? sumRows(data!, tape.shared.rows, inputs, tape.shared.count) : data!,
      weights: { kernel: kernel!, recurrent: recurrent!, bias: bias! },
      initial: this.#split(states!),
    };
  }

  update(weights: RecurrentWeights): void {
    expectWeights(this.shape, weights);
    const write = (name: keyof RecurrentWeights) =>
      this.#device.queue.writeBuffer(this.#weights[name], 0, Float32Array.from(weights[name]));
    write('kernel');
    write('recurrent');
    write('bias');
  }

  dispose(): void {
    destroy(...Object.values(this.#weights));
  }

  #state(state: RecurrentState | undefined, batch: number): GPUBuffer {
    const { units } = this.shape;
    const values = new Float32Array(2 * batch * units);
    if (state) values.set(state.hidden);
    if (state?.carry) values.set(state.carry, batch * units);
    return this.#walks.filled(values, storage() | GPUBufferUsage.COPY_SRC);
  }

  #split(states: Float32Array<ArrayBuffer>): RecurrentState {
    const half = states.length / 2;
    const hidden = states.slice(0, half);
    return this.shape.cell === 'lstm' ? { hidden, carry: states.slice(half) } : { hidden };
  }
}

/** Which rows the steps read, and how many there are. */
interface Shared {
  readonly rows: Int32Array;
  readonly count: number;
}

class LayerTape implements Tape {
  readonly #device: GPUDevice;
  #held: { readonly run: GpuSequences; readonly gpu: GpuTape } | undefined;
  readonly shape: RecurrentShape;
  readonly shared: Shared | undefined;

  constructor(run: GpuSequences, gpu: GpuTape, device: GPUDevice, shared: Shared | undefined) {
    this.shape = run.shape;
    this.shared = shared;
    this.#held = { run, gpu };
    this.#device = device;
  }

  held() {
    if (!this.#held) throw new Error('The tape was disposed');
    return this.#held;
  }

  async gates(): Promise<Float32Array> {
    const { run, gpu } = this.held();
    const { cell, units } = this.shape;
    const length = run.batch * run.steps * gatesOf[cell] * units;
    return (await read(this.#device, [[gpu.gates, length]]))[0]!;
  }

  async carries(): Promise<Float32Array | undefined> {
    if (this.shape.cell !== 'lstm') return undefined;
    const { run, gpu } = this.held();
    const { batch, steps } = run;
    const { units } = this.shape;
    const [all] = await read(this.#device, [[gpu.memory, batch * (steps + 1) * units]]);
    const carries = new Float32Array(batch * steps * units);
    for (let row = 0; row < batch; row++) {
      const from = row * (steps + 1) * units;
      carries.set(all!.subarray(from, from + steps * units), row * steps * units);
    }
    return carries;
  }

  dispose(): void {
    if (!this.#held) return;
    const { run, gpu } = this.#held;
    destroy(run.data, run.lengths, gpu.gates, gpu.memory, gpu.before);
    this.#held = undefined;
  }
}

/** So many float32 of each buffer, all in one wait. */
async function read(
  device: GPUDevice,
  wanted: readonly (readonly [GPUBuffer, length: number])[],
): Promise<Float32Array<ArrayBuffer>[]> {
  const size = wanted.reduce((sum, [, length]) => sum + length * 4, 0);
  if (size === 0) return wanted.map(() => new Float32Array());
  const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
  const staging = device.createBuffer({ size, usage });
  const encoder = device.createCommandEncoder({ label: 'read back' });
  let at = 0;
  for (const [buffer, length] of wanted) {
    encoder.copyBufferToBuffer(buffer, 0, staging, at, length * 4);
    at += length * 4;
  }
  device.queue.submit([encoder.finish()]);
  try {
    await staging.mapAsync(GPUMapMode.READ);
  } catch (error) {
    throw new FailureError('device-lost', String(error));
  }
  const all = new Float32Array(staging.getMappedRange().slice(0));
  staging.destroy();
  let from = 0;
  return wanted.map(([, length]) => all.slice(from, (from += length)));
}

function destroy(...buffers: readonly GPUBuffer[]): void {
  for (const buffer of buffers) buffer.destroy();
}
