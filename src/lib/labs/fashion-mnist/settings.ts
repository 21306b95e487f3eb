/** What a run is made of; plain data, which goes to the worker. */
import type { Curve } from '#lib/engine/kernels/dense/operations.ts';
import type { OptimiserName } from '#lib/maths/optimisers.ts';

/** The pictures that come with the app, or all of them. */
export type Source = 'sample' | 'full';

export interface Settings {
  readonly source: Source;
  /** Units of each hidden layer; none: a linear classifier. */
  readonly hidden: readonly number[];
  readonly curve: Curve;
  readonly optimiser: OptimiserName;
  readonly rate: number;
  /** The learning rate falls evenly, to nothing at the end of the last epoch. */
  readonly fall: boolean;
  readonly batch: number;
  readonly l1: number;
  readonly l2: number;
  readonly dropout: number;
  readonly epochs: number;
  readonly seed: number;
}

export const initial = {
  source: 'sample',
  hidden: [128, 64],
  curve: 'relu',
  optimiser: 'adam',
  rate: 0.001,
  fall: true,
  batch: 64,
  l1: 0,
  l2: 1e-4,
  dropout: 0,
  epochs: 10,
  seed: 1,
} as const satisfies Settings;
