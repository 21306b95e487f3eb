/** A text model's numbers on one backend's kernels: vectors of tokens in, logits (or an embedding) out. */
import type { RecurrentKernels, RecurrentState, Sequences } from '#lib/engine/kernels/recurrent.ts';
import { Dense } from './dense.ts';
import type { TextModelFile } from './format.ts';
import { poolOf, type Pool } from './pooling.ts';
import { Stage } from './stage.ts';
import { decodeWeight } from './weights.ts';

/** Tokens to be read on from a state. */
export interface Stretch {
  /** [steps, columns] */
  readonly vectors: Float32Array;
  /** The state before them, of a network that `carriesOn`; absent: the beginning. */
  readonly from?: Float32Array;
}

export class Network {
  /** Numbers of a token's vector. */
  readonly columns: number;
  /** Whether a text can be read on from its beginning: not where a layer runs from the end. */
  readonly carriesOn: boolean;
  /**
   * Numbers of the state after a step: hidden and, of LSTMs, carry of each layer, then what the
   * pooling knows.
   */
  readonly stateSize: number;
  readonly stages: readonly Stage[];
  readonly pool: Pool;
  readonly dense: readonly Dense[];
  readonly #poolAt: number;

  constructor(file: TextModelFile, bytes: ArrayBuffer, kernels: RecurrentKernels) {
    this.columns = file.embedding.shape[1] ?? 0;
    let inputs = this.columns;
    let at = 0;
    this.stages = file.recurrent.map((part) => {
      const stage = new Stage(part, inputs, at, bytes, kernels);
      inputs = stage.outputs;
      at += stage.stateSize;
      return stage;
    });
    this.carriesOn = file.recurrent.every(({ direction }) => direction === 'forward');
    const { pooling } = file;
    this.pool = poolOf(
      pooling.kind,
      inputs,
      file.recurrent.at(-1)?.direction === 'both',
      'query' in pooling ? decodeWeight(pooling.query, bytes) : undefined,
    );
    this.dense = file.dense.map((part) => new Dense(part, bytes));
    this.#poolAt = at;
    this.stateSize = at + this.pool.size;
  }

  /** The state before the first step. */
  start(): Float32Array {
    const state = new Float32Array(this.stateSize);
    this.pool.start(this.#poolOf(state));
    return state;
  }

  /** Logits after a state; of an encoder its embedding. */
  answer(state: Float32Array): Float32Array {
    return this.dense.reduce(
      (input, layer) => layer.forward(input),
      this.pool.vector(this.#poolOf(state)),
    );
  }

  /**
   * Reads one stretch and keeps the state after each of its steps. Only where the network `carriesOn`.
   * @param states one after the other: that before the stretch is read, those after it are written
   * @param from index of the state before the stretch
   */
  async carryOn(states: Float32Array, from: number, vectors: Float32Array): Promise<void> {
    const steps = vectors.length / this.columns;
    if (steps === 0) return;
    const { stateSize } = this;
    const before = states.subarray(from * stateSize, (from + 1) * stateSize);
    let data = vectors;
    for (const stage of this.stages) {
      const sequences = { data, batch: 1, steps, initial: stage.initial([before]) };
      data = await stage.trace(sequences, (step, state) =>
        states.set(state, (from + 1 + step) * stateSize + stage.stateAt),
      );
    }
    for (let step = 0; step < steps; step++) {
      const at = (from + step) * stateSize + this.#poolAt;
      states.copyWithin(at + stateSize, at, at + this.pool.size);
      this.pool.step(
        states.subarray(at + stateSize, at + stateSize + this.pool.size),
        outputOf(data, step, this.width),
      );
    }
  }

  /** Logits (or embeddings) after each of the stretches, read side by side. */
  async readAll(stretches: readonly Stretch[]): Promise<Float32Array[]> {
    const lengths = Int32Array.from(stretches, ({ vectors }) => vectors.length / this.columns);
    const states = stretches.map(({ from }) => (from ? from.slice() : this.start()));
    const steps = Math.max(0, ...lengths);
    if (steps > 0) {
      const data = new Float32Array(stretches.length * steps * this.columns);
      stretches.forEach(({ vectors }, row) => data.set(vectors, row * steps * this.columns));
      const outputs = await this.#outputs(
        { data, batch: stretches.length, steps, lengths },
        states,
      );
      states.forEach((state, row) => {
        const pooled = this.#poolOf(state);
        for (let step = 0; step < lengths[row]!; step++) {
          this.pool.step(pooled, outputOf(outputs, row * steps + step, this.width));
        }
      });
    }
    return states.map((state) => this.answer(state));
  }

  /** Outputs of the last layer, [batch, steps, width]. */
  async #outputs(sequences: Sequences, states: readonly Float32Array[]): Promise<Float32Array> {
    let { data } = sequences;
    for (const stage of this.stages) {
      const initial: RecurrentState | undefined = this.carriesOn
        ? stage.initial(states)
        : undefined;
      data = await stage.outputsOf({ ...sequences, data, ...(initial && { initial }) });
    }
    return data;
  }

  /** Numbers of an output of the last recurrent layer. */
  get width(): number {
    return this.stages.at(-1)?.outputs ?? this.columns;
  }

  #poolOf(state: Float32Array): Float32Array {
    return state.subarray(this.#poolAt, this.#poolAt + this.pool.size);
  }

  dispose(): void {
    for (const stage of this.stages) stage.dispose();
  }
}

function outputOf(outputs: Float32Array, row: number, width: number): Float32Array {
  return outputs.subarray(row * width, (row + 1) * width);
}
