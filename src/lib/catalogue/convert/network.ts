/**
 * A network while it is being converted: the operations of the graph format, with their weights still
 * as numbers. Every reader ends here (`from-layers.ts`, `from-graph.ts`, `scripts/models/objectron.ts`).
 */
import type { Op, Weight } from '#lib/engine/graph/format.ts';
import { inputsOf } from '#lib/engine/graph/plan.ts';

export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

type Replace<T, V> = T extends { filter: Weight }
  ? Omit<T, 'filter' | 'bias'> & { readonly filter: V; readonly bias?: V }
  : T;

/** An operation whose weights are values, not yet places in a file. */
export type Layer = Replace<Op, Values>;
export type Convolution = Extract<Layer, { filter: Values }>;

/** x · scale + shift, each one number or one for each channel. Only while converting. */
export interface Affine {
  readonly op: 'affine';
  readonly in: string;
  readonly out: string;
  readonly scale: Float32Array<ArrayBuffer>;
  readonly shift: Float32Array<ArrayBuffer>;
}

/** An operation as it is read. */
export type Step = Layer | Affine;

interface Frame {
  readonly id: string;
  readonly input: string;
  /** Value of a pixel p in 0..255 as the network wants it: p * scale + offset. */
  readonly scale: number;
  readonly offset: number;
  readonly multiple: number;
  readonly side?: number;
  /** Names of activations by purpose. */
  readonly outputs: Readonly<Record<string, string>>;
}

export type Network = Frame & { readonly layers: readonly Layer[] };

/** A network as it is read, in an order that can be run. */
export type Draft = Frame & { readonly layers: readonly Step[] };

export function isConvolution(step: Step): step is Convolution {
  return step.op === 'conv' || step.op === 'depthwise';
}

/** Channels that a convolution makes. */
export function channelsOf({ op, filter }: Convolution): number {
  return filter.shape[op === 'conv' ? 3 : 2] ?? 0;
}

/** How often each activation is read; being an output counts. */
export function countReaders(draft: Pick<Draft, 'layers' | 'outputs'>): Map<string, number> {
  const readers = new Map<string, number>();
  const count = (name: string) => readers.set(name, (readers.get(name) ?? 0) + 1);
  for (const step of draft.layers) inputsOf(step).forEach(count);
  Object.values(draft.outputs).forEach(count);
  return readers;
}

/** A convolution that gives each channel its own x · scale + shift. */
export function scaling(
  from: string,
  out: string,
  scale: Float32Array<ArrayBuffer>,
  shift?: Float32Array<ArrayBuffer>,
): Convolution {
  return {
    op: 'depthwise',
    in: from,
    out,
    filter: { shape: [1, 1, scale.length, 1], data: scale },
    ...(shift?.some((value) => value !== 0) && { bias: { shape: [shift.length], data: shift } }),
    stride: 1,
    pad: 'same',
    activation: 'linear',
  };
}

/** One number for each channel. */
export function spread(
  values: Float32Array<ArrayBuffer>,
  channels: number,
): Float32Array<ArrayBuffer> {
  return values.length === channels ? values : new Float32Array(channels).fill(values[0] ?? 0);
}
