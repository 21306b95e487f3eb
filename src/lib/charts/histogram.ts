/** How many values fall where. Pure. */

export interface Binned {
  readonly counts: readonly number[];
  /** Values beyond the limits, on either side; they are in no bin. */
  readonly below: number;
  readonly above: number;
  /** Values that are no numbers. */
  readonly broken: number;
}

/** Bins of one width from `least` to `most`; the last holds `most` too. */
export function binValues(
  values: Iterable<number>,
  [least, most]: readonly [number, number],
  bins: number,
): Binned {
  const counts = new Array<number>(bins).fill(0);
  let below = 0;
  let above = 0;
  let broken = 0;
  for (const value of values) {
    if (Number.isNaN(value)) broken++;
    else if (value < least) below++;
    else if (value > most) above++;
    else counts[Math.min(bins - 1, Math.floor(((value - least) / (most - least)) * bins))]!++;
  }
  return { counts, below, above, broken };
}
