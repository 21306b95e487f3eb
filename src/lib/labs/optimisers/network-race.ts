/** The race on a real network: what its page and its worker share. Pure. */
import type { OptimiserName } from '#lib/maths/optimisers.ts';
import { makePoints, type Points } from '#lib/maths/points.ts';
import type { ThinnedRows } from '#lib/maths/thinned.ts';
import type { Entrant } from './race.ts';

export const networkSets = ['moons', 'spiral'] as const;
export type NetworkSet = (typeof networkSets)[number];

export interface NetworkRaceSettings {
  readonly set: NetworkSet;
  readonly seed: number;
  readonly entrants: readonly Entrant[];
}

/** Squares along each side of a field. */
export const side = 30;
/** The plane of a field: −reach..reach. */
export const reach = 1.2;
export const pointCount = 160;
export const batch = 20;
export const mostSteps = 3000;

export interface NetworkStanding {
  readonly name: OptimiserName;
  /** Over all points. */
  readonly loss: number;
  readonly accuracy: number;
  /** −1..1: how sure of which class, row by row from the top left. */
  readonly field: Float32Array<ArrayBuffer>;
}

export interface NetworkRaceView {
  readonly standings: readonly NetworkStanding[];
  /** Loss over all points, a series for each of the standings. */
  readonly losses: ThinnedRows;
}

export const racePoints = ({ set, seed }: Pick<NetworkRaceSettings, 'set' | 'seed'>): Points =>
  makePoints(set, { count: pointCount, noise: set === 'moons' ? 0.08 : 0.02, seed });
