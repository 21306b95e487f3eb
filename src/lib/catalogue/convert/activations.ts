/** Activations as the few that the graph format has: each is written as sums and products of those. */
import { FailureError } from '#lib/failure/failure.ts';
import type { NetworkBuilder } from './network-builder.ts';

export interface ActivationKind {
  readonly kind:
    | 'linear'
    | 'relu'
    | 'sigmoid'
    | 'softmax'
    | 'tanh'
    | 'swish'
    | 'hard-sigmoid'
    | 'hard-swish'
    | 'leaky-relu';
  /** Largest value of a relu. */
  readonly limit?: number;
  /** What a leaky relu, or a hard sigmoid, multiplies by; of a leaky relu perhaps one for each channel. */
  readonly slope?: ArrayLike<number>;
}

/** @returns the name of what comes out. */
export function addActivation(
  builder: NetworkBuilder,
  name: string,
  from: string,
  { kind, limit, slope }: ActivationKind,
): string {
  switch (kind) {
    case 'linear':
      return from;
    case 'relu':
    case 'sigmoid':
      if (kind === 'sigmoid' || limit === undefined) return builder.activate(name, from, kind);
      if (limit === six) return builder.activate(name, from, 'relu6');
      return capped(builder, name, from, limit);
    case 'softmax':
      return builder.softmax(name, from);
    case 'tanh': {
      // 2σ(2x) − 1
      const double = builder.affine(`${name}~double`, from, [2], [0]);
      const gate = builder.activate(`${name}~gate`, double, 'sigmoid');
      return builder.affine(name, gate, [2], [-1]);
    }
    case 'swish': {
      const gate = builder.activate(`${name}~gate`, from, 'sigmoid');
      return builder.combine(name, 'mul', from, gate);
    }
    case 'hard-sigmoid':
      return hardSigmoid(builder, name, from, slope?.[0] ?? 1 / six);
    case 'hard-swish': {
      const gate = hardSigmoid(builder, `${name}~gate`, from, 1 / six);
      return builder.combine(name, 'mul', from, gate);
    }
    case 'leaky-relu':
      return leaky(builder, name, from, slope ?? [0.3]);
  }
}

const six = 6;

/** relu6(6 · slope · x + 3) / 6, which is slope · x + ½ between 0 and 1. */
function hardSigmoid(builder: NetworkBuilder, name: string, from: string, slope: number): string {
  const sum = builder.affine(`${name}~sum`, from, [six * slope], [3]);
  const gate = builder.activate(`${name}~six`, sum, 'relu6');
  return builder.affine(name, gate, [1 / six], [0]);
}

function capped(builder: NetworkBuilder, name: string, from: string, limit: number): string {
  if (!(limit > 0)) throw new FailureError('model-unsupported', `${name}: relu up to ${limit}`);
  const stretched = builder.affine(`${name}~stretched`, from, [six / limit], [0]);
  const cut = builder.activate(`${name}~six`, stretched, 'relu6');
  return builder.affine(name, cut, [limit / six], [0]);
}

/** slope · x + (1 − slope) · relu(x) */
function leaky(
  builder: NetworkBuilder,
  name: string,
  from: string,
  slope: ArrayLike<number>,
): string {
  const positive = builder.activate(`${name}~positive`, from, 'relu');
  const rest = Array.from(slope, (value) => 1 - value);
  const upper = builder.affine(`${name}~upper`, positive, rest, [0]);
  const lower = builder.affine(`${name}~lower`, from, slope, [0]);
  return builder.combine(name, 'add', upper, lower);
}
