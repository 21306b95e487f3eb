/**
 * Rewrites MobileNetV3's hard activations so that they cost few kernels (on a GPU a kernel costs more
 * than its arithmetic):
 *
 *   hard-swish(x) = x · relu6(x + 3) / 6      a 1×1 depthwise convolution (x + 3, relu6) and a product
 *   hard-sigmoid(x) = relu6(x + 3) / 6        the bias and activation of the convolution before it
 *
 * The divisions by six move into the filters of whatever comes next, which is exact but for rounding.
 */
import { inputsOf, isConvolution } from './network.ts';
import type { Convolution, Draft, DraftLayer, Layer, Network, Values } from './network.ts';

const shift = 3;
const six = 6;

export function foldGates(draft: Draft): Network {
  return new Folding(draft).network;
}

class Folding {
  readonly network: Network;
  readonly #layers: Layer[] = [];
  /** How many times too large an activation is for now. */
  readonly #scales = new Map<string, number>();
  readonly #channels = new Map<string, number>();
  readonly #readers = new Map<string, number>();

  constructor(draft: Draft) {
    const names = [...draft.layers.flatMap(inputsOf), ...Object.values(draft.outputs)];
    for (const name of names) this.#readers.set(name, (this.#readers.get(name) ?? 0) + 1);
    for (const layer of draft.layers) this.#fold(layer);
    for (const name of Object.values(draft.outputs)) {
      if (this.#scale(name) !== 1)
        throw new Error(`${name} is ${this.#scale(name)} times too large`);
    }
    this.network = { ...draft, layers: this.#layers };
  }

  #scale(name: string): number {
    return this.#scales.get(name) ?? 1;
  }

  #push(layer: Layer, scale: number, channels: number): void {
    this.#layers.push(layer);
    this.#scales.set(layer.out, scale);
    this.#channels.set(layer.out, channels);
  }

  #fold(layer: DraftLayer): void {
    const [first = '', second = ''] = inputsOf(layer);
    const channels = this.#channels.get(first) ?? 0;
    const scale = this.#scale(first);
    switch (layer.op) {
      case 'conv':
      case 'depthwise': {
        const filter = times(layer.filter, 1 / scale);
        const after = layer.op === 'conv' ? (filter.shape[3] ?? 0) : (filter.shape[2] ?? 0);
        return this.#push({ ...layer, filter }, 1, after);
      }
      case 'add':
        if (scale !== this.#scale(second)) this.#even(first, second);
        return this.#push(layer, this.#scale(first), channels);
      case 'mul':
        return this.#push(layer, scale * this.#scale(second), channels);
      case 'concat': {
        const even = layer.in.every((name) => this.#scale(name) === scale);
        if (!even) throw new Error(`${layer.out} joins unlike scales`);
        const sum = layer.in.reduce((total, name) => total + (this.#channels.get(name) ?? 0), 0);
        return this.#push(layer, scale, sum);
      }
      case 'mean':
      case 'upsample':
        return this.#push(layer, scale, channels);
      case 'activation':
        if (layer.activation === 'hard-swish') return this.#swish(layer.in, layer.out, channels);
        if (layer.activation === 'hard-sigmoid') return this.#sigmoid(layer.in, layer.out);
        if (scale !== 1 && layer.activation !== 'relu')
          throw new Error(`${layer.out} is not linear`);
        return this.#push({ ...layer, activation: layer.activation }, scale, channels);
    }
  }

  #swish(x: string, out: string, channels: number): void {
    if (this.#scale(x) !== 1) throw new Error(`${out} is not linear`);
    const gate: Convolution = {
      op: 'depthwise',
      in: x,
      out: `${out}/gate`,
      filter: { shape: [1, 1, channels, 1], data: new Float32Array(channels).fill(1) },
      bias: { shape: [channels], data: new Float32Array(channels).fill(shift) },
      stride: 1,
      pad: 'same',
      activation: 'relu6',
    };
    this.#push(gate, six, channels);
    this.#push({ op: 'mul', in: [x, gate.out], out }, six, channels);
  }

  #sigmoid(x: string, out: string): void {
    const before = this.#rewrite(x, (convolution) => ({
      ...convolution,
      out,
      bias: plus(convolution.bias, shift),
      activation: 'relu6',
    }));
    this.#scales.set(out, six);
    this.#channels.set(out, before.filter.shape[3] ?? 0);
  }

  /** Makes one side of a sum as much too large as the other. */
  #even(first: string, second: string): void {
    const [small, large] =
      this.#scale(first) < this.#scale(second) ? [first, second] : [second, first];
    const factor = this.#scale(large) / this.#scale(small);
    this.#rewrite(small, (convolution) => ({
      ...convolution,
      filter: times(convolution.filter, factor),
      ...(convolution.bias && { bias: times(convolution.bias, factor) }),
    }));
    this.#scales.set(small, this.#scale(large));
  }

  /** Changes the linear convolution that made an activation which has no other reader. */
  #rewrite(name: string, change: (convolution: Convolution) => Convolution): Convolution {
    const at = this.#layers.findIndex(({ out }) => out === name);
    const layer = this.#layers[at];
    if (!layer || !isConvolution(layer) || layer.activation !== 'linear') {
      throw new Error(`${name} is not a plain convolution`);
    }
    if (this.#readers.get(name) !== 1) throw new Error(`${name} has several readers`);
    this.#layers[at] = change(layer);
    return layer;
  }
}

function times(values: Values, factor: number): Values {
  return factor === 1 ? values : { ...values, data: values.data.map((value) => value * factor) };
}

function plus(values: Values | undefined, amount: number): Values {
  if (!values) throw new Error('a convolution without a bias');
  return { ...values, data: values.data.map((value) => value + amount) };
}
