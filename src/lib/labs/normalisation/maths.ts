/** A few rows of a few neurons, normalised either way: what each mean is taken over. Pure. */
import { normalise } from '#lib/maths/network/normalisation.ts';
import { Random } from '#lib/maths/random.ts';
import type { Method } from './setup.ts';

export const mostRows = 6;
export const units = 6;

/** What the neurons sum to for some rows, rows × units: each neuron has a level and a spread of its own. */
export function drawSums(rows: number, seed: number): Float64Array {
  const random = new Random(seed);
  const levels = Array.from({ length: units }, () => 2.5 * random.normal());
  const spreads = Array.from({ length: units }, () => 0.4 + 2 * random.next());
  return Float64Array.from({ length: rows * units }, (_, i) => {
    const unit = i % units;
    return levels[unit]! + spreads[unit]! * random.normal();
  });
}

/** The same with gain 1 and shift 0; `none` leaves it as it is. */
export function normaliseSums(sums: Float64Array, method: Method): Float64Array {
  if (method === 'none') return sums.slice();
  const rows = sums.length / units;
  const hat = new Float64Array(sums.length);
  const inverses = new Float64Array(Math.max(rows, units));
  const running = { mean: new Float64Array(units), variance: new Float64Array(units) };
  normalise(method, sums, hat, inverses, rows, units, true, running);
  return hat;
}

/** What a cell's mean is taken over: its column (batch), its row (layer), nothing. */
export const isAlong = (method: Method, cell: number, other: number): boolean =>
  method === 'batch'
    ? cell % units === other % units
    : method === 'layer' && Math.floor(cell / units) === Math.floor(other / units);

/** Mean and deviation of the cells that a cell is measured by. Undefined where there are none. */
export function statisticsOf(
  sums: Float64Array,
  method: Method,
  cell: number,
): { mean: number; deviation: number } | undefined {
  const along = sums.filter((_, other) => isAlong(method, cell, other));
  if (along.length === 0) return undefined;
  const mean = along.reduce((sum, value) => sum + value, 0) / along.length;
  const variance = along.reduce((sum, value) => sum + (value - mean) ** 2, 0) / along.length;
  return { mean, deviation: Math.sqrt(variance) };
}
