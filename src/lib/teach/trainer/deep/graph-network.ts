/**
 * Runs a part of a prepared network forward and backward. Convolutions, depthwise convolutions and
 * sums with their ReLUs: what the blocks of a MobileNet are made of. Batch normalisation was folded
 * into the filters when the network was prepared, so there is none to train.
 */
import type { Activation, Op, Weight } from '#lib/engine/graph/format.ts';
import { convolve, convolveBack } from './convolution.ts';
import { depthwise, depthwiseBack } from './depthwise.ts';
import { createMaps, type Maps, type Window } from './maps.ts';
import type { Multiply } from './multiply.ts';

type Convolution = Extract<Op, { filter: Weight }> & { readonly pad: 'same' | 'valid' };
type Sum = Extract<Op, { op: 'add' | 'mul' }> & { readonly op: 'add' };

export type TrainableOp = Convolution | Sum;

/** Values of filters and biases by their place in the graph's weights. */
export type WeightValues = ReadonlyMap<Weight['at'], Float32Array<ArrayBuffer>>;

interface Memory {
  readonly values: Map<string, Maps>;
  /** Rows of windows of convolutions, by output. */
  readonly rows: Map<string, Float32Array<ArrayBuffer>>;
}

export function isTrainable(op: Op): op is TrainableOp {
  if (op.op === 'add') return true;
  if (op.op !== 'conv' && op.op !== 'depthwise') return false;
  return op.activation !== 'sigmoid' && typeof op.pad === 'string' && !op.dilation;
}

export class GraphNetwork {
  readonly #ops: readonly TrainableOp[];
  readonly #input: string;
  readonly #output: string;
  readonly #multiply: Multiply;

  /** @param ops from the activation `input` to `output`, in an order that can be run */
  constructor(ops: readonly TrainableOp[], input: string, output: string, multiply: Multiply) {
    this.#ops = ops;
    this.#input = input;
    this.#output = output;
    this.#multiply = multiply;
  }

  /** Filters and biases that it reads. */
  get weights(): readonly Weight[] {
    return this.#ops.flatMap((op) =>
      op.op === 'add' ? [] : [op.filter, ...(op.bias ? [op.bias] : [])],
    );
  }

  forward(input: Maps, weights: WeightValues): { readonly out: Maps; readonly memory: Memory } {
    const memory: Memory = { values: new Map([[this.#input, input]]), rows: new Map() };
    for (const op of this.#ops) memory.values.set(op.out, this.#run(op, memory, weights));
    return { out: valueOf(memory, this.#output), memory };
  }

  /** @returns gradients of the weights. @param gradient of the output; it is spent. */
  backward(gradient: Maps, memory: Memory, weights: WeightValues): Map<number, Float32Array> {
    const gradients = new Map<string, Maps>([[this.#output, gradient]]);
    const own = new Map<number, Float32Array>();
    for (const op of this.#ops.toReversed()) {
      const above = gradients.get(op.out);
      if (!above) continue;
      gradients.delete(op.out);
      if (op.op === 'add') {
        for (const name of op.in) this.#give(gradients, name, above);
        continue;
      }
      throughActivation(above, valueOf(memory, op.out), op.activation);
      if (op.bias) own.set(op.bias.at, sumOfPlaces(above));
      const below = this.#convolveBack(op, above, memory, weights, own);
      if (below) this.#give(gradients, op.in, below);
    }
    return own;
  }

  #run(op: TrainableOp, memory: Memory, weights: WeightValues): Maps {
    if (op.op === 'add') {
      const [a, b] = [valueOf(memory, op.in[0]), valueOf(memory, op.in[1])];
      const out = createMaps(a);
      for (let i = 0; i < out.data.length; i++) out.data[i] = a.data[i]! + b.data[i]!;
      return out;
    }
    const maps = valueOf(memory, op.in);
    const filter = weightOf(weights, op.filter);
    let out: Maps;
    if (op.op === 'depthwise') {
      out = depthwise(maps, filter, windowOf(op));
    } else {
      const channels = op.filter.shape[3] ?? 0;
      const result = convolve(maps, filter, channels, windowOf(op), this.#multiply);
      memory.rows.set(op.out, result.rows);
      ({ out } = result);
    }
    activate(out, op.bias && weightOf(weights, op.bias), op.activation);
    return out;
  }

  #convolveBack(
    op: Convolution,
    above: Maps,
    memory: Memory,
    weights: WeightValues,
    own: Map<number, Float32Array>,
  ): Maps | undefined {
    const maps = valueOf(memory, op.in);
    const filter = weightOf(weights, op.filter);
    if (op.op === 'depthwise') {
      const result = depthwiseBack(above, maps, filter, windowOf(op));
      own.set(op.filter.at, result.filter);
      return result.maps;
    }
    const rows = memory.rows.get(op.out)!;
    const wanted = op.in === this.#input ? undefined : maps;
    const result = convolveBack(above, rows, filter, windowOf(op), this.#multiply, wanted);
    own.set(op.filter.at, result.filter);
    return result.maps;
  }

  /** What several operations read gets the sum of their gradients; what came in needs none. */
  #give(gradients: Map<string, Maps>, name: string, gradient: Maps): void {
    if (name === this.#input) return;
    const known = gradients.get(name);
    const sum = known ?? createMaps(gradient);
    for (let i = 0; i < sum.data.length; i++) sum.data[i]! += gradient.data[i]!;
    gradients.set(name, sum);
  }
}

function windowOf({ filter: { shape }, stride, pad }: Convolution): Window {
  return { size: [shape[0] ?? 1, shape[1] ?? 1], stride, pad };
}

function valueOf({ values }: Memory, name: string): Maps {
  const value = values.get(name);
  if (!value) throw new Error(`${name} has not been computed`);
  return value;
}

function weightOf(weights: WeightValues, { at }: Weight): Float32Array<ArrayBuffer> {
  const values = weights.get(at);
  if (!values) throw new Error(`no weights at ${at}`);
  return values;
}

function activate({ data, channels }: Maps, bias: Float32Array | undefined, kind: Activation) {
  const most = kind === 'relu6' ? 6 : Infinity;
  const least = kind === 'linear' ? -Infinity : 0;
  for (let i = 0; i < data.length; i++) {
    const value = data[i]! + (bias ? bias[i % channels]! : 0);
    data[i] = value < least ? least : value > most ? most : value;
  }
}

/** What was cut off on the way up gets nothing. */
function throughActivation(gradient: Maps, out: Maps, kind: Activation): void {
  if (kind === 'linear') return;
  const most = kind === 'relu6' ? 6 : Infinity;
  for (let i = 0; i < out.data.length; i++) {
    const value = out.data[i]!;
    if (value <= 0 || value >= most) gradient.data[i] = 0;
  }
}

function sumOfPlaces({ data, channels }: Maps): Float32Array {
  const sums = new Float64Array(channels);
  for (let i = 0; i < data.length; i++) sums[i % channels]! += data[i]!;
  return Float32Array.from(sums);
}
