/** Whether each task is done: only what was raced says so. Pure. */
import { constantsOf, type OptimiserName } from '#lib/maths/optimisers.ts';
import type { Terrain } from './maths.ts';
import type { Standing } from './race.ts';
import { fields, placeOf, rateOf, tunedOf, type Settings } from './settings.ts';

const fewestSteps = 60;

const of = (standings: readonly Standing[], name: OptimiserName) =>
  standings.find((one) => one.name === name);

/** SGD has all but stopped high up, and Momentum, with the same rate, is down. */
export function isStuck(standings: readonly Standing[], settings: Settings): boolean {
  const sgd = of(standings, 'sgd');
  const momentum = of(standings, 'momentum');
  if (!sgd || !momentum || momentum.arrived === undefined) return false;
  if (rateOf(settings, 'sgd') !== rateOf(settings, 'momentum')) return false;
  if (sgd.path.length <= fewestSteps || sgd.isLost) return false;
  let travelled = 0;
  const last = sgd.path.slice(-31);
  for (let i = 1; i < last.length; i++) {
    travelled += Math.hypot(last[i]![0] - last[i - 1]![0], last[i]![1] - last[i - 1]![1]);
  }
  return travelled < 0.05 && sgd.heights.at(-1)! > 0.1 * sgd.heights[0]!;
}

/** How long Adam's first step was along x, in learning rates; undefined: none yet, or no slope there. */
export function firstStepOfAdam(
  standings: readonly Standing[],
  settings: Settings,
  terrain: Terrain,
): number | undefined {
  const path = of(standings, 'adam')?.path;
  if (!path || path.length < 2 || terrain.slope(...path[0]!)[0] === 0) return undefined;
  return Math.abs(path[1]![0] - path[0]![0]) / rateOf(settings, 'adam');
}

/** Without the correction, β₁ and β₂ such that the first step is η long all the same. */
export const isBalanced = (settings: Settings, firstStep: number | undefined): boolean =>
  !settings.corrected &&
  settings.betas[0] === fields.betas.initial[0] &&
  firstStep !== undefined &&
  Math.abs(firstStep - 1) < 0.02;

/** Momentum came down the ravine before Adam, which ran as it runs at the beginning. */
export function hasBeatenAdam(standings: readonly Standing[], settings: Settings): boolean {
  const adam = of(standings, 'adam');
  const momentum = of(standings, 'momentum');
  if (settings.surface !== 'ravine' || settings.start.length > 0 || settings.noise > 0)
    return false;
  const { first, second, corrected } = { ...constantsOf('adam'), ...tunedOf(settings, 'adam') };
  const usual = constantsOf('adam');
  const asUsual =
    rateOf(settings, 'adam') === fields.rates.initial[placeOf('adam')] &&
    first === usual.first &&
    second === usual.second &&
    corrected;
  return (
    asUsual &&
    adam?.arrived !== undefined &&
    momentum?.arrived !== undefined &&
    momentum.arrived < adam.arrived
  );
}
