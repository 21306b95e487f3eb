/**
 * Recurrent layers in typed arrays, on any browser: the last resort, and the reference that the quick
 * kernels are tested against. Computes in float64, answers in float32.
 */
import { expectLength, expectSequences, expectState, expectWeights } from '../sizes.ts';
import type {
  ForwardResult,
  Gradients,
  ImmediateKernels,
  ImmediateLayer,
  ImmediateTape,
  RecurrentShape,
  RecurrentState,
  RecurrentWeights,
  Sequences,
  Tape,
} from '../recurrent.ts';
import { walk, walkBack, type State, type Walk } from './run.ts';

export function openPlainKernels(): ImmediateKernels {
  return {
    backend: 'cpu',
    layer: (shape, weights) => new PlainLayer(shape, weights),
    dispose() {
      // Nothing is held here; layers and tapes go with whoever holds them.
    },
  };
}

class PlainLayer implements ImmediateLayer {
  readonly shape: RecurrentShape;
  #weights: RecurrentWeights;

  constructor(shape: RecurrentShape, weights: RecurrentWeights) {
    this.shape = shape;
    this.#weights = this.#copied(weights);
  }

  forward(sequences: Sequences): ForwardResult {
    return this.#result(this.#walk(sequences));
  }

  record(sequences: Sequences): ForwardResult & { readonly tape: ImmediateTape } {
    const walked = this.#walk(copied(sequences));
    return { ...this.#result(walked), tape: new PlainTape(this.shape, walked) };
  }

  backward(tape: Tape, outputs: Float32Array, final?: RecurrentState): Gradients {
    if (!(tape instanceof PlainTape)) throw new TypeError('The tape of another kernel');
    const walked = tape.walk();
    expectLength('outputs', outputs, walked.outputs.length);
    if (final) expectState(this.shape, final, walked.rows.batch);
    const { inputs, weights, initial } = walkBack(
      this.shape,
      this.#weights,
      walked,
      outputs,
      final,
    );
    return {
      inputs: Float32Array.from(inputs),
      weights: {
        kernel: Float32Array.from(weights.kernel),
        recurrent: Float32Array.from(weights.recurrent),
        bias: Float32Array.from(weights.bias),
      },
      initial: this.#state(initial),
    };
  }

  step(input: Float32Array, state: RecurrentState, next: RecurrentState): void {
    const { final } = this.#walk({ data: input, batch: 1, steps: 1, initial: state });
    next.hidden.set(final.hidden);
    next.carry?.set(final.carry);
  }

  update(weights: RecurrentWeights): void {
    this.#weights = this.#copied(weights);
  }

  dispose(): void {
    // Typed arrays of the page: collected with the layer.
  }

  #walk(sequences: Sequences): Walk {
    expectSequences(this.shape, sequences);
    return walk(this.shape, this.#weights, sequences);
  }

  #copied({ kernel, recurrent, bias }: RecurrentWeights): RecurrentWeights {
    expectWeights(this.shape, { kernel, recurrent, bias });
    return { kernel: kernel.slice(), recurrent: recurrent.slice(), bias: bias.slice() };
  }

  #result({ outputs, final }: Walk): ForwardResult {
    return { outputs: Float32Array.from(outputs), final: this.#state(final) };
  }

  #state({ hidden, carry }: Required<State<Float64Array>>): RecurrentState {
    const state = { hidden: Float32Array.from(hidden) };
    return this.shape.cell === 'lstm' ? { ...state, carry: Float32Array.from(carry) } : state;
  }
}

/** What a tape keeps must not change with the caller's arrays. */
function copied(sequences: Sequences): Sequences {
  const { data, lengths, initial } = sequences;
  return {
    ...sequences,
    data: data.slice(),
    lengths: lengths?.slice(),
    initial: initial && { hidden: initial.hidden.slice(), carry: initial.carry?.slice() },
  };
}

class PlainTape implements ImmediateTape {
  readonly shape: RecurrentShape;
  #walk: Walk | undefined;

  constructor(shape: RecurrentShape, walked: Walk) {
    this.shape = shape;
    this.#walk = walked;
  }

  walk(): Walk {
    if (!this.#walk) throw new Error('The tape was disposed');
    return this.#walk;
  }

  gates(): Float32Array {
    return Float32Array.from(this.walk().gates);
  }

  carries(): Float32Array | undefined {
    return this.shape.cell === 'lstm' ? Float32Array.from(this.walk().carries) : undefined;
  }

  dispose(): void {
    this.#walk = undefined;
  }
}
