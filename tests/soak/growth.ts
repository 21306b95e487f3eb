/** Whether something grew over a run that came back to the same state again and again. Pure. */

export interface Growth {
  readonly what: string;
  /** Medians of the first and the last third after the warm-up. */
  readonly first: number;
  readonly last: number;
  /** How much more the last may be. */
  readonly slack: number;
  readonly flat: boolean;
}

/** Part of the readings that are not counted: caches fill, code is compiled. */
const warmUp = 0.2;

/**
 * @param share by which the last third may be above the first, and
 * @param least the slack where that is less.
 */
export function growthOf(
  what: string,
  readings: readonly number[],
  { share, least }: { readonly share: number; readonly least: number },
): Growth {
  const warm = readings.slice(Math.floor(readings.length * warmUp));
  const third = Math.max(1, Math.floor(warm.length / 3));
  const first = median(warm.slice(0, third));
  const last = median(warm.slice(-third));
  const slack = Math.max(least, share * first);
  return { what, first, last, slack, flat: last - first <= slack };
}

/** What is counted once, at the end, and may be so many. */
export const growthOfCount = (what: string, count: number, most: number): Growth => ({
  ...{ what, first: 0, last: count, slack: most, flat: count <= most },
});

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return NaN;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
