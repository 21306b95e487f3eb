/**
 * Takes multiplications by one positive number out of a network: an activation is simply kept as much
 * too large as it would have been made smaller, and the next filter is smaller instead. MobileNetV3 is
 * full of them (on a GPU a kernel costs more than its arithmetic):
 *
 *   hard-swish(x) = x · relu6(x + 3) / 6      a 1×1 depthwise convolution (x + 3, relu6) and a product
 *   hard-sigmoid(x) = relu6(x + 3) / 6        the bias and activation of the convolution before it
 *
 * Exact but for rounding.
 */
import { inputsOf } from '#lib/engine/graph/plan.ts';
import type { MapShape } from '#lib/engine/graph/shapes.ts';
import {
  channelsOf,
  countReaders,
  isConvolution,
  scaling,
  type Affine,
  type Convolution,
  type Draft,
  type Layer,
  type Network,
  type Values,
} from './network.ts';

/** How many times too large an activation may be: products multiply, and halves end at 65,504. */
const largest = 1e4;

/** @param draft whose `affine` steps all are one positive factor. */
export function carryScales(draft: Draft, shape: MapShape): Network {
  return new Carrying(draft, shape[2]).network;
}

/** What holds an activation, and how many times too large. */
interface Held {
  readonly name: string;
  readonly times: number;
}

class Carrying {
  readonly network: Network;
  readonly #layers: Layer[] = [];
  /** Where the layer is that makes an activation. */
  readonly #places = new Map<string, number>();
  readonly #held = new Map<string, Held>();
  readonly #channels = new Map<string, number>();
  readonly #readers: ReadonlyMap<string, number>;

  constructor(draft: Draft, inputChannels: number) {
    this.#readers = countReaders(draft);
    this.#channels.set(draft.input, inputChannels);
    for (const step of draft.layers) {
      if (step.op === 'affine') this.#carry(step);
      else this.#add(step);
    }
    const outputs = Object.entries(draft.outputs).map(([purpose, name]) => [
      purpose,
      this.#exact(name),
    ]);
    this.network = {
      ...draft,
      outputs: Object.fromEntries(outputs) as Record<string, string>,
      layers: this.#layers,
    };
  }

  #carry({ in: from, out, scale }: Affine): void {
    const { name, times } = this.#of(from);
    this.#held.set(out, { name, times: times / nearSixth(scale[0] ?? 1) });
  }

  #add(layer: Layer): void {
    const held = inputsOf(layer).map((name) => this.#of(name));
    const [first = { name: '', times: 1 }, second = first] = held;
    switch (layer.op) {
      case 'conv':
      case 'depthwise': {
        const filter = multiply(layer.filter, 1 / first.times);
        return this.#push({ ...layer, in: first.name, filter }, 1);
      }
      case 'add': {
        const times = Math.max(first.times, second.times);
        const [a, b] = layer.in;
        return this.#push({ ...layer, in: [this.#made(a, times), this.#made(b, times)] }, times);
      }
      case 'mul': {
        const times = first.times * second.times;
        if (times < largest) return this.#push({ ...layer, in: [first.name, second.name] }, times);
        return this.#push(
          { ...layer, in: [this.#exact(layer.in[0]), this.#exact(layer.in[1])] },
          1,
        );
      }
      case 'concat': {
        const { times } = first;
        const isEven = held.every((each) => each.times === times);
        const names = layer.in.map((name) => (isEven ? this.#of(name).name : this.#exact(name)));
        return this.#push({ ...layer, in: names }, isEven ? times : 1);
      }
      case 'activation':
        if (layer.activation === 'relu')
          return this.#push({ ...layer, in: first.name }, first.times);
        return this.#push({ ...layer, in: this.#exact(layer.in) }, 1);
      case 'softmax':
        return this.#push({ ...layer, in: this.#exact(layer.in) }, 1);
      default:
        return this.#push({ ...layer, in: first.name }, first.times);
    }
  }

  #push(layer: Layer, times: number): void {
    this.#places.set(layer.out, this.#layers.length);
    this.#layers.push(layer);
    this.#held.set(layer.out, { name: layer.out, times });
    this.#channels.set(layer.out, this.#channelsAfter(layer));
  }

  #channelsAfter(layer: Layer): number {
    if (layer.op === 'conv') return channelsOf(layer);
    if (layer.op === 'reshape') return layer.shape[2];
    const counts = inputsOf(layer).map((name) => this.#channels.get(name) ?? 0);
    return layer.op === 'concat' ? counts.reduce((sum, n) => sum + n, 0) : (counts[0] ?? 0);
  }

  #of(name: string): Held {
    return this.#held.get(name) ?? { name, times: 1 };
  }

  /** The name under which an activation is neither too large nor too small. */
  #exact(name: string): string {
    return this.#made(name, 1);
  }

  /** The name under which an activation is as many times too large as is wanted. */
  #made(name: string, times: number): string {
    const held = this.#of(name);
    if (held.times === times) return held.name;
    const factor = times / held.times;
    const place = this.#places.get(name);
    const layer = place === undefined ? undefined : this.#layers[place];
    if (place !== undefined && layer && this.#isOnlyRead(layer)) {
      this.#layers[place] = {
        ...layer,
        filter: multiply(layer.filter, factor),
        ...(layer.bias && { bias: multiply(layer.bias, factor) }),
      };
      this.#held.set(name, { name, times });
      return name;
    }
    const out = `${held.name}~times-${factor}`;
    if (!this.#places.has(out)) {
      const channels = this.#channels.get(held.name) ?? 0;
      const step = scaling(held.name, out, new Float32Array(channels).fill(factor));
      this.#push(step, 1);
    }
    return out;
  }

  /** A linear convolution with one reader, which is the one that asks. */
  #isOnlyRead(layer: Layer): layer is Convolution {
    return (
      isConvolution(layer) && layer.activation === 'linear' && this.#readers.get(layer.out) === 1
    );
  }
}

/** One sixth as a half-precision number has it is one sixth. */
function nearSixth(value: number): number {
  return Math.abs(value - 1 / 6) < 1e-4 ? 1 / 6 : value;
}

function multiply(values: Values, factor: number): Values {
  return factor === 1 ? values : { ...values, data: values.data.map((value) => value * factor) };
}
