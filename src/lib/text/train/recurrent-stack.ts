/** The recurrent layers of a network, on whatever kernels there are. */
import type {
  RecurrentKernels,
  RecurrentLayer,
  RecurrentWeights,
  Tape,
} from '#lib/engine/kernels/recurrent.ts';
import { spreadRows, sumRows } from '#lib/engine/kernels/shared-rows.ts';
import type { Random } from '#lib/maths/random.ts';
import { dropMask, multiply } from './drop.ts';
import type { Places } from './embedding.ts';
import { directionsOf, type Layout } from './layout.ts';
import type { TextNetworkSpec } from './network.ts';

interface Way {
  readonly name: string;
  readonly backwards: boolean;
  readonly layer: RecurrentLayer;
}

/** What the way back needs; the way back disposes it. */
export interface Memory {
  readonly places: Places;
  readonly tapes: readonly (readonly Tape[])[];
}

export class RecurrentStack {
  readonly #layout: Layout;
  readonly #columns: number;
  /** From the embeddings up; each of one way or two. */
  readonly #layers: readonly (readonly Way[])[];

  constructor(
    spec: TextNetworkSpec,
    layout: Layout,
    kernels: RecurrentKernels,
    parameters: Float64Array,
  ) {
    this.#layout = layout;
    this.#columns = spec.columns;
    let inputs = spec.columns;
    this.#layers = spec.recurrent.map(({ cell, units, direction }, i) => {
      const ways = directionsOf(direction).map((way): Way => {
        const name = `recurrent.${i}.${way}`;
        const weights = this.#weights(name, parameters);
        const layer = kernels.layer({ cell, inputs, units }, weights);
        return { name, backwards: way === 'backward', layer };
      });
      inputs = units * ways.length;
      return ways;
    });
  }

  /** Takes its weights from among the parameters again. */
  update(parameters: Float64Array): void {
    for (const { name, layer } of this.#layers.flat())
      layer.update(this.#weights(name, parameters));
  }

  /**
   * Until the next update the recurrent weights lack a part of theirs, the same at every step of every
   * text: no kernel need know of it (weight drop; Merity, Keskar and Socher, 2018).
   * @returns masks by the name of the part: what multiplied its weights, and multiplies their gradient
   */
  thin(parameters: Float64Array, rate: number, random: Random): ReadonlyMap<string, Float32Array> {
    const masks = new Map<string, Float32Array>();
    for (const { name, layer } of this.#layers.flat()) {
      const weights = this.#weights(name, parameters);
      const mask = dropMask(weights.recurrent.length, rate, random);
      if (!mask) continue;
      multiply(weights.recurrent, mask);
      layer.update(weights);
      masks.set(`${name}.recurrent`, mask);
    }
    return masks;
  }

  /**
   * @param data vectors of the tokens of `places`
   * @returns outputs of the last layer, [batch, steps, width]
   */
  async forward(data: Float32Array, places: Places): Promise<Float32Array> {
    const { rows, ...apart } = places;
    for (const [i, ways] of this.#layers.entries()) {
      const outputs: Float32Array[] = [];
      for (const { layer, backwards } of ways) {
        const sequences = { ...(i === 0 ? places : apart), data, backwards };
        outputs.push((await layer.forward(sequences)).outputs);
      }
      data = sideBySide(outputs, ways);
    }
    return this.#layers.length > 0 ? data : spreadRows(data, rows, this.#columns);
  }

  /** The same, with what the way back needs. */
  async record(
    data: Float32Array,
    places: Places,
  ): Promise<{ readonly outputs: Float32Array; readonly memory: Memory }> {
    const { rows, ...apart } = places;
    const tapes: Tape[][] = [];
    for (const [i, ways] of this.#layers.entries()) {
      const outputs: Float32Array[] = [];
      const own: Tape[] = [];
      tapes.push(own);
      for (const { layer, backwards } of ways) {
        const sequences = { ...(i === 0 ? places : apart), data, backwards };
        const recorded = await layer.record(sequences);
        outputs.push(recorded.outputs);
        own.push(recorded.tape);
      }
      data = sideBySide(outputs, ways);
    }
    const outputs = tapes.length > 0 ? data : spreadRows(data, rows, this.#columns);
    return { outputs, memory: { places, tapes } };
  }

  /**
   * @param back gradient by the outputs of the last layer
   * @param gradient gradients of the weights are written here, each in its place
   * @returns gradient by the vectors of the tokens
   */
  async backward(
    memory: Memory,
    back: Float32Array,
    gradient: Float64Array,
  ): Promise<Float32Array> {
    if (this.#layers.length === 0) {
      const { rows, tokens } = memory.places;
      return sumRows(back, rows, this.#columns, tokens.length);
    }
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const ways = this.#layers[i]!;
      let below: Float32Array | undefined;
      for (const [w, { layer, name }] of ways.entries()) {
        const tape = memory.tapes[i]![w]!;
        const { inputs, weights } = await layer.backward(tape, oneSide(back, ways, w));
        tape.dispose();
        for (const part of ['kernel', 'recurrent', 'bias'] as const) {
          gradient.set(weights[part], this.#part(`${name}.${part}`).at);
        }
        if (below) for (let k = 0; k < below.length; k++) below[k]! += inputs[k]!;
        else below = inputs;
      }
      back = below!;
    }
    return back;
  }

  dispose(): void {
    for (const { layer } of this.#layers.flat()) layer.dispose();
  }

  #part(name: string) {
    return this.#layout.parts.find((part) => part.name === name)!;
  }

  #weights(name: string, parameters: Float64Array): RecurrentWeights {
    const values = (part: string) => {
      const { at, size } = this.#part(`${name}.${part}`);
      return new Float32Array(parameters.subarray(at, at + size));
    };
    return { kernel: values('kernel'), recurrent: values('recurrent'), bias: values('bias') };
  }
}

function sideBySide(outputs: readonly Float32Array[], ways: readonly Way[]): Float32Array {
  if (ways.length === 1) return outputs[0]!;
  const { units } = ways[0]!.layer.shape;
  const all = new Float32Array(2 * outputs[0]!.length);
  for (let from = 0; from < outputs[0]!.length; from += units) {
    outputs.forEach((one, w) => {
      const to = 2 * from + w * units;
      for (let k = 0; k < units; k++) all[to + k] = one[from + k]!;
    });
  }
  return all;
}

function oneSide(all: Float32Array, ways: readonly Way[], w: number): Float32Array {
  if (ways.length === 1) return all;
  const { units } = ways[0]!.layer.shape;
  const one = new Float32Array(all.length / 2);
  for (let to = 0; to < one.length; to += units) {
    const from = 2 * to + w * units;
    for (let k = 0; k < units; k++) one[to + k] = all[from + k]!;
  }
  return one;
}
