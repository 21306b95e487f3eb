/** What the page and the simulations both know: types and a few numbers. */
import type { ActivationName } from '#lib/maths/network/activations.ts';
import type { PointSet } from '#lib/maths/points.ts';
import type { ThinnedRows } from '#lib/maths/thinned.ts';

export const methods = ['none', 'batch', 'layer'] as const;
export type Method = (typeof methods)[number];

/** Of the three networks side by side; all but the normalisation is the same. */
export interface Settings {
  readonly set: PointSet;
  /** Hidden layers. */
  readonly depth: number;
  readonly activation: ActivationName;
  /** Multiplies Xavier's deviation. */
  readonly gain: number;
  readonly rate: number;
  /** Rows a step. */
  readonly batch: number;
  readonly seed: number;
}

export const width = 16;
export const bins = 25;
/** Of what the activations are given; what is beyond stands at the edge. */
export const preLimits = [-4, 4] as const;

export interface NetworkView {
  readonly loss: number;
  readonly accuracy: number;
  /** For each hidden layer, of its pre-activations. */
  readonly layers: readonly {
    readonly counts: readonly number[];
    readonly mean: number;
    readonly deviation: number;
  }[];
  readonly broken: boolean;
}

export interface View {
  readonly networks: Readonly<Record<Method, NetworkView>>;
  /** One series for each of `methods`. */
  readonly losses: ThinnedRows;
}
