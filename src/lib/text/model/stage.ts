/** One recurrent layer of a text model, in one direction or both, on a backend's kernels. */
import type {
  ImmediateLayer,
  RecurrentKernels,
  RecurrentLayer,
  RecurrentState,
  Sequences,
  Tape,
} from '#lib/engine/kernels/recurrent.ts';
import type { RecurrentPart } from './format.ts';
import { decodeWeight } from './weights.ts';

/** One forward pass, kept for the way back. */
export interface StageRecord {
  /** [batch, steps, outputs] */
  readonly outputs: Float32Array;
  /** One for each direction. */
  readonly tapes: readonly Tape[];
}

export class Stage {
  readonly part: RecurrentPart;
  /** Numbers of one output; of both directions together. */
  readonly outputs: number;
  /** Where this layer's numbers stand in a state of the network. */
  readonly stateAt: number;
  readonly stateSize: number;
  readonly #layers: readonly RecurrentLayer[];

  constructor(
    part: RecurrentPart,
    inputs: number,
    stateAt: number,
    bytes: ArrayBuffer,
    kernels: RecurrentKernels,
  ) {
    const { cell, units } = part;
    this.part = part;
    this.outputs = units * part.weights.length;
    this.stateAt = stateAt;
    this.stateSize = cell === 'lstm' ? 2 * units : units;
    this.#layers = part.weights.map(({ kernel, recurrent, bias }) =>
      kernels.layer(
        { cell, inputs, units },
        {
          kernel: decodeWeight(kernel, bytes),
          recurrent: decodeWeight(recurrent, bytes),
          bias: decodeWeight(bias, bytes),
        },
      ),
    );
  }

  /** This layer's part of states of the network, one for each row. */
  initial(states: readonly Float32Array[]): RecurrentState {
    const { units } = this.part;
    const at = this.stateAt;
    const hidden = new Float32Array(states.length * units);
    states.forEach((state, row) => hidden.set(state.subarray(at, at + units), row * units));
    if (this.part.cell !== 'lstm') return { hidden };
    const carry = new Float32Array(states.length * units);
    states.forEach((state, row) =>
      carry.set(state.subarray(at + units, at + 2 * units), row * units),
    );
    return { hidden, carry };
  }

  /** @returns [batch, steps, outputs] */
  async outputsOf(sequences: Sequences): Promise<Float32Array> {
    const sides: Float32Array[] = [];
    for (const [side, layer] of this.#layers.entries()) {
      sides.push((await layer.forward(sided(sequences, side))).outputs);
    }
    return this.#joined(sides);
  }

  /**
   * Runs forward over one row, telling the state (hidden, carry) after each step.
   * @returns its outputs, [steps, units]
   */
  async trace(
    sequences: Sequences,
    tell: (step: number, state: Float32Array) => void,
  ): Promise<Float32Array> {
    const layer = this.#layers[0]!;
    const { units, cell } = this.part;
    const { steps, data, initial } = sequences;
    if (steps === 1 && initial && 'step' in layer) {
      // The cost of a key pressed.
      (layer as ImmediateLayer).step(data, initial, initial);
      tell(0, this.#stateOf(initial));
      return initial.hidden;
    }
    // Only a recording knows the carry of every step; for one step its end is enough.
    const recorded = cell === 'lstm' && steps > 1 ? await layer.record(sequences) : undefined;
    const { outputs, final } = recorded ?? (await layer.forward(sequences));
    const carries = recorded ? await recorded.tape.carries() : final.carry;
    for (let step = 0; step < steps; step++) {
      const hidden = outputs.subarray(step * units, (step + 1) * units);
      const carry = carries?.subarray(step * units, (step + 1) * units);
      tell(step, this.#stateOf({ hidden, ...(carry && { carry }) }));
    }
    recorded?.tape.dispose();
    return outputs;
  }

  async record(sequences: Sequences): Promise<StageRecord> {
    const sides = [];
    for (const [side, layer] of this.#layers.entries()) {
      sides.push(await layer.record(sided(sequences, side)));
    }
    return {
      outputs: this.#joined(sides.map(({ outputs }) => outputs)),
      tapes: sides.map(({ tape }) => tape),
    };
  }

  /** Gradient by the inputs of a recording, from that by its outputs; the recording is used up. */
  async backward({ tapes }: StageRecord, gradient: Float32Array): Promise<Float32Array> {
    let sum: Float32Array | undefined;
    for (const [side, layer] of this.#layers.entries()) {
      const tape = tapes[side]!;
      const { inputs } = await layer.backward(tape, this.#sideOf(gradient, side));
      tape.dispose();
      const before = sum;
      sum = before ? inputs.map((value, at) => value + before[at]!) : inputs;
    }
    return sum!;
  }

  dispose(): void {
    for (const layer of this.#layers) layer.dispose();
  }

  /** As it stands in a state of the network. */
  #stateOf({ hidden, carry }: RecurrentState): Float32Array {
    if (!carry) return hidden;
    const state = new Float32Array(this.stateSize);
    state.set(hidden);
    state.set(carry, this.part.units);
    return state;
  }

  #joined(sides: readonly Float32Array[]): Float32Array {
    const [first, second] = sides;
    if (!first || !second) return first!;
    const { units } = this.part;
    const joined = new Float32Array(2 * first.length);
    for (let at = 0; at < first.length; at += units) {
      joined.set(first.subarray(at, at + units), 2 * at);
      joined.set(second.subarray(at, at + units), 2 * at + units);
    }
    return joined;
  }

  #sideOf(gradient: Float32Array, side: number): Float32Array {
    if (this.#layers.length === 1) return gradient;
    const { units } = this.part;
    const part = new Float32Array(gradient.length / 2);
    for (let at = 0; at < part.length; at += units) {
      part.set(gradient.subarray(2 * at + side * units, 2 * at + (side + 1) * units), at);
    }
    return part;
  }
}

function sided(sequences: Sequences, side: number): Sequences {
  return side === 0 ? sequences : { ...sequences, backwards: true };
}
