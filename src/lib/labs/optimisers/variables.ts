/** What an optimiser remembers and works out, under the names that the lectures give it. Pure. */
import type { OptimiserConstants, OptimiserName, OptimiserState } from '#lib/maths/optimisers.ts';
import type { Place } from './maths.ts';

export interface Variable {
  /** Stable, for scripts. */
  readonly key: string;
  /** As in the formula: "E[g²]". */
  readonly sign: string;
  /** One number for each parameter, or one for all. */
  readonly values: readonly number[];
}

interface Seen {
  readonly at: Place;
  readonly gradient: Place;
  readonly moved: Place;
  readonly rate: number;
  readonly constants: OptimiserConstants;
  readonly state: OptimiserState;
}

const both = (first: ArrayLike<number>, of: (value: number, i: number) => number) => [
  of(first[0]!, 0),
  of(first[1]!, 1),
];

/** In the order in which the formulas work them out: the gradient first, the step and where it led last. */
export function variablesOf(name: OptimiserName, seen: Seen): readonly Variable[] {
  const { at, gradient, moved } = seen;
  return [
    { key: 'g', sign: 'g', values: gradient },
    ...between(name, seen),
    { key: 'step', sign: 'Δθ', values: moved },
    { key: 'theta', sign: name === 'nesterov' ? 'θ − γv' : 'θ', values: at },
  ];
}

function between(
  name: OptimiserName,
  { at, rate, constants, state: { memory, steps } }: Seen,
): readonly Variable[] {
  const { decay, first, second, tiny, inside, corrected } = constants;
  const [one, two] = memory;
  const root = (value: number) => (inside ? Math.sqrt(value + tiny) : Math.sqrt(value) + tiny);
  switch (name) {
    case 'sgd':
      return [];
    // The lectures subtract v where the app adds it.
    case 'momentum':
      return [{ key: 'v', sign: 'v', values: both(one!, (v) => -v) }];
    // The app keeps θ − γ·v, where the gradient is taken, as its parameters.
    case 'nesterov':
      return [
        { key: 'v', sign: 'v', values: both(one!, (v) => -v) },
        { key: 'behind', sign: 'θ', values: both(at, (w, i) => w - decay * one![i]!) },
      ];
    case 'adagrad':
      return [
        { key: 'G', sign: 'G', values: both(one!, (G) => G) },
        { key: 'rate', sign: 'α/√G', values: both(one!, (G) => rate / root(G)) },
      ];
    case 'rmsprop':
      return [
        { key: 'Eg2', sign: 'E[g²]', values: both(one!, (s) => s) },
        { key: 'rate', sign: 'η/√E[g²]', values: both(one!, (s) => rate / root(s)) },
      ];
    case 'adadelta':
      return [
        { key: 'Eg2', sign: 'E[g²]', values: both(one!, (s) => s) },
        { key: 'Ed2', sign: 'E[Δθ²]', values: both(two!, (u) => u) },
        { key: 'RMSg', sign: 'RMS[g]', values: both(one!, (s) => Math.sqrt(s + tiny)) },
        { key: 'RMSd', sign: 'RMS[Δθ]', values: both(two!, (u) => Math.sqrt(u + tiny)) },
      ];
    case 'adam': {
      const mScale = corrected && steps > 0 ? 1 - first ** steps : 1;
      const vScale = corrected && steps > 0 ? 1 - second ** steps : 1;
      return [
        { key: 't', sign: 't', values: [steps] },
        { key: 'm', sign: 'm', values: both(one!, (m) => m) },
        { key: 'v', sign: 'v', values: both(two!, (v) => v) },
        { key: 'mHat', sign: 'm̂', values: both(one!, (m) => m / mScale) },
        { key: 'vHat', sign: 'v̂', values: both(two!, (v) => v / vScale) },
      ];
    }
  }
}
