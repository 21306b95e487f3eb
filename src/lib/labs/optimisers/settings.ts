/** What the race is set to, as it stands in the address; and who runs with what. */
import { choice, flag, number, numbers, whole, type Values } from '#lib/learn/fields.ts';
import {
  optimiserNames,
  type OptimiserConstants,
  type OptimiserName,
} from '#lib/maths/optimisers.ts';
import { surfaces, terrains, type Place } from './maths.ts';
import { networkSets } from './network-race.ts';
import type { Entrant } from './race.ts';

/** Those with a γ, and those with an ε, in the order of their lists in the address. */
export const withDecay: readonly OptimiserName[] = ['momentum', 'nesterov', 'rmsprop', 'adadelta'];
export const withTiny: readonly OptimiserName[] = ['adagrad', 'rmsprop', 'adadelta', 'adam'];

export const fields = {
  surface: choice(surfaces, 'ravine'),
  /** 1: runs; in the order of `optimiserNames`. */
  on: numbers({ least: 0, most: 1, digits: 0, initial: optimiserNames.map(() => 1) }),
  /** Whose formula and numbers are on show. */
  look: choice(optimiserNames, 'adam'),
  /** One learning rate for all. */
  shared: flag(false),
  rate: number({ least: 0.001, most: 2, initial: 0.05 }),
  rates: numbers({ least: 0.001, most: 2, initial: [0.03, 0.03, 0.03, 0.5, 0.05, 1, 0.1] }),
  gammas: numbers({ least: 0, most: 0.999, initial: [0.9, 0.9, 0.9, 0.95] }),
  betas: numbers({ least: 0, most: 0.9999, digits: 4, initial: [0.9, 0.999] }),
  /** log₁₀ ε */
  tinies: numbers({ least: -10, most: 0, digits: 1, initial: [-8, -8, -6, -8] }),
  /** ε of AdaGrad and RMSProp under the root, as in the lectures. */
  inside: flag(true),
  corrected: flag(true),
  /** None: where the surface has its own beginning. */
  start: numbers({ least: -4, most: 4, digits: 2, initial: [], shortest: 0, longest: 2 }),
  noise: number({ least: 0, most: 1, digits: 2, initial: 0 }),
  seed: whole({ initial: 1 }),
  /** The race on a network: whether it is open, on which points, and its own learning rates. */
  net: flag(false),
  set: choice(networkSets, 'spiral'),
  netRates: numbers({ least: 0.001, most: 3, initial: [0.3, 0.1, 0.1, 0.1, 0.01, 1, 0.01] }),
  netSeed: whole({ initial: 1 }),
};

export type Settings = Values<typeof fields>;

export const placeOf = (name: OptimiserName): number => optimiserNames.indexOf(name);

export const isOn = ({ on }: Settings, name: OptimiserName): boolean => on[placeOf(name)] === 1;

export const rateOf = ({ shared, rate, rates }: Settings, name: OptimiserName): number =>
  shared ? rate : rates[placeOf(name)]!;

export function tunedOf(settings: Settings, name: OptimiserName): Partial<OptimiserConstants> {
  const { gammas, betas, tinies, inside, corrected } = settings;
  return {
    ...(withDecay.includes(name) && { decay: gammas[withDecay.indexOf(name)]! }),
    ...(withTiny.includes(name) && { tiny: 10 ** tinies[withTiny.indexOf(name)]! }),
    ...((name === 'adagrad' || name === 'rmsprop') && { inside }),
    ...(name === 'adam' && { first: betas[0]!, second: betas[1]!, corrected }),
  };
}

export const entrantsOf = (settings: Settings): readonly Entrant[] =>
  optimiserNames
    .filter((name) => isOn(settings, name))
    .map((name) => ({ name, rate: rateOf(settings, name), tuned: tunedOf(settings, name) }));

/** The same, with the rates that a network wants. */
export const networkEntrantsOf = (settings: Settings): readonly Entrant[] =>
  entrantsOf(settings).map((entrant) => ({
    ...entrant,
    rate: settings.netRates[placeOf(entrant.name)]!,
  }));

export const startOf = ({ surface, start }: Settings): Place =>
  start.length === 2 ? [start[0]!, start[1]!] : terrains[surface].start;

/** A list with one value replaced. */
export const replaced = (list: readonly number[], at: number, value: number): readonly number[] =>
  list.map((old, i) => (i === at ? value : old));
