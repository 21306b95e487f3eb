/** How far a figure from few samples can be trusted. Pure. */
import { Random } from '#lib/maths/random.ts';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 95 % of a normal lies within so many deviations. */
const normal95 = 1.959964;

/**
 * Of a proportion: Wilson's score interval (1927), which stays within 0..1 and is honest with few
 * samples, where p ± 2·√(p(1 − p)/n) is not. Without samples, everything is possible.
 * @param z deviations; 1.96 for 95 %
 */
export function wilsonInterval(right: number, total: number, z = normal95): Interval {
  if (total === 0) return { low: 0, high: 1 };
  const p = right / total;
  const spread = z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total));
  const middle = p + (z * z) / (2 * total);
  const scale = 1 + (z * z) / total;
  return {
    low: Math.max(0, (middle - spread) / scale),
    high: Math.min(1, (middle + spread) / scale),
  };
}

/**
 * Of any figure: the middle 95 % of what it is on samples drawn again with replacement (Efron, 1979).
 * @param statistic of the samples with these indices; draws for which it is NaN are left out.
 */
export function bootstrapInterval(
  count: number,
  statistic: (indices: Int32Array) => number,
  seed: number,
  rounds = 1000,
): Interval {
  const random = new Random(seed);
  const indices = new Int32Array(count);
  const values: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < count; i++) indices[i] = random.below(count);
    const value = statistic(indices);
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (part: number) => values[Math.round(part * (values.length - 1))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}
