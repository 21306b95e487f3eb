/** What the page and the simulation both know. Types and a few numbers. */
import type { ActivationName } from '#lib/maths/network/activations.ts';
import type { Initialisation } from '#lib/maths/network/initialisation.ts';
import type { NormalisationName } from '#lib/maths/network/normalisation.ts';
import type { PointSet } from '#lib/maths/points.ts';
import type { ThinnedRows } from '#lib/maths/thinned.ts';

export interface Settings {
  readonly set: PointSet;
  /** Hidden layers. */
  readonly depth: number;
  readonly activation: ActivationName;
  readonly initialisation: Initialisation;
  /** Multiplies what the initialisation draws. */
  readonly gain: number;
  readonly rate: number;
  readonly residual: boolean;
  readonly normalisation: NormalisationName | undefined;
  /** Gradients no longer than 1. */
  readonly clip: boolean;
  readonly seed: number;
}

/** Neurons of each hidden layer. */
export const width = 24;
export const bins = 33;
/** Of log₁₀ |gradient|: the axis that all layers share. */
export const gradientLimits = [-14, 4] as const;
/** What activations are drawn between; those beyond stand at the edge. */
export const activationLimits = (name: ActivationName): readonly [number, number] =>
  name === 'sigmoid' ? [0, 1] : name === 'tanh' ? [-1, 1] : [-3, 3];

export interface LayerView {
  /** Of what the layer gives on, over its rows and units. */
  readonly mean: number;
  readonly deviation: number;
  readonly activations: readonly number[];
  /** Of log₁₀ |∂C/∂w|, each weight once; those that are 0 are in none. */
  readonly gradients: readonly number[];
  /** The part of the weights whose gradient is exactly 0. */
  readonly still: number;
  /** ‖∂C/∂W‖, before any clipping. */
  readonly norm: number;
  /** ‖ΔW‖ ÷ ‖W‖ of the last step. */
  readonly change: number;
  readonly largestWeight: number;
}

export interface View {
  readonly losses: ThinnedRows;
  readonly loss: number;
  readonly accuracy: number;
  /** Hidden layers from the input on, then the output. */
  readonly layers: readonly LayerView[];
  /** The part of all weights nearer to 0 than a thousandth. */
  readonly nearZero: number;
  /** How much the loss moved from step to step over the last twenty: mean |Δloss|. */
  readonly unrest: number;
  /** How far it fell over the last hundred steps; undefined before. */
  readonly fell: number | undefined;
  /** Something is no number any more: there is no next step. */
  readonly broken: boolean;
}
