/** Made-up layers and sequences for the tests of every kernel; the same on every machine. */
import { numbers } from '#lib/engine/repeatable-numbers.ts';
import {
  gatesOf,
  type Cell,
  type RecurrentShape,
  type RecurrentState,
  type RecurrentWeights,
} from './recurrent.ts';

export interface CaseSize {
  readonly cell: Cell;
  readonly inputs: number;
  readonly units: number;
  readonly batch: number;
  readonly steps: number;
}

/** A layer, sequences of every length from 0 on, and what the loss asks of each answer. */
export interface RandomCase {
  readonly shape: RecurrentShape;
  readonly weights: RecurrentWeights;
  readonly sequences: {
    readonly data: Float32Array;
    readonly batch: number;
    readonly steps: number;
    readonly lengths: Int32Array;
    readonly initial: RecurrentState;
  };
  readonly outputs: Float32Array;
  readonly final: RecurrentState;
}

export function randomCase({ cell, inputs, units, batch, steps }: CaseSize): RandomCase {
  const columns = gatesOf[cell] * units;
  let seed = inputs * 7 + units * 31 + batch * 101 + steps;
  const make = (count: number, size = 1) => numbers(count, seed++).map((value) => value * size);
  const state = (): RecurrentState => {
    const hidden = make(batch * units, 0.8);
    return cell === 'lstm' ? { hidden, carry: make(batch * units) } : { hidden };
  };
  return {
    shape: { cell, inputs, units },
    weights: {
      kernel: make(inputs * columns, 2 / Math.sqrt(inputs)),
      recurrent: make(units * columns, 2 / Math.sqrt(units)),
      bias: make(columns, 0.5),
    },
    sequences: {
      data: make(batch * steps * inputs),
      batch,
      steps,
      lengths: Int32Array.from({ length: batch }, (_, row) => (row * 5 + steps) % (steps + 1)),
      initial: state(),
    },
    outputs: make(batch * steps * units),
    final: state(),
  };
}

/** The largest absolute difference; NaN and different lengths count as infinite. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let worst = 0;
  for (let i = 0; i < actual.length; i++) {
    const one = Math.abs(actual[i]! - expected[i]!);
    if (Number.isNaN(one)) return Infinity;
    worst = Math.max(worst, one);
  }
  return worst;
}
