/**
 * A network while it is being prepared: the operations of the graph format, with their weights still
 * as numbers. Both readers end here; `write.ts` turns it into files.
 */
import type { Activation, Op, Weight } from '#lib/engine/graph/format.ts';

export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

type Replace<T, V> = T extends { filter: Weight }
  ? Omit<T, 'filter' | 'bias'> & { filter: V; bias?: V }
  : T;

/** An operation whose weights are values, not yet places in a file. */
export type Layer = Replace<Op, Values>;
export type Convolution = Extract<Layer, { filter: Values }>;

/** A layer as it is read: with activations that the graph format does not have (see `gates.ts`). */
export type DraftLayer =
  | Layer
  | {
      readonly op: 'activation';
      readonly in: string;
      readonly out: string;
      readonly activation: Exclude<Activation, 'linear'> | 'hard-swish' | 'hard-sigmoid';
    };

export interface Network {
  readonly id: string;
  readonly input: string;
  readonly scale: number;
  readonly offset: number;
  readonly multiple: number;
  readonly layers: readonly Layer[];
  readonly outputs: Readonly<Record<string, string>>;
}

/** A network as it is read. */
export type Draft = Omit<Network, 'layers'> & { readonly layers: readonly DraftLayer[] };

export function isConvolution(layer: DraftLayer): layer is Convolution {
  return layer.op === 'conv' || layer.op === 'depthwise';
}

export function inputsOf(layer: DraftLayer): readonly string[] {
  return typeof layer.in === 'string' ? [layer.in] : layer.in;
}

/** Moves an activation into the convolution before it, where nothing else reads that convolution. */
export function fuseActivations(network: Network): Network {
  const readers = new Map<string, number>();
  for (const name of [...network.layers.flatMap(inputsOf), ...Object.values(network.outputs)]) {
    readers.set(name, (readers.get(name) ?? 0) + 1);
  }
  const layers: Layer[] = [];
  for (const layer of network.layers) {
    const at = layers.findIndex((earlier) => earlier.out === inputsOf(layer)[0]);
    const before = layers[at];
    if (
      layer.op === 'activation' &&
      before &&
      isConvolution(before) &&
      before.activation === 'linear' &&
      readers.get(before.out) === 1
    ) {
      layers[at] = { ...before, out: layer.out, activation: layer.activation };
    } else {
      layers.push(layer);
    }
  }
  return { ...network, layers };
}
