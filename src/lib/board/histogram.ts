/** How the values of a tensor are spread. Pure. */
import type { HistogramFrame } from './run.ts';

export type Numbers = readonly number[] | Float32Array | Float64Array;

/** As many as TensorBoard draws. */
export const histogramBins = 30;

/** Counts the finite values in equal bins between the least and the greatest; those that are none are left out. */
export function histogramOf(step: number, values: Numbers, bins = histogramBins): HistogramFrame {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const counts = new Array<number>(bins).fill(0);
  if (least > most) return { step, least: 0, most: 0, counts };
  const scale = most > least ? bins / (most - least) : 0;
  // All of one value (a bias at its beginning) stand in the middle.
  const alone = Math.floor(bins / 2);
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const bin = scale === 0 ? alone : Math.min(bins - 1, Math.floor((value - least) * scale));
    counts[bin]!++;
  }
  return { step, least, most, counts };
}
