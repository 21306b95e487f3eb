import type { Sequences } from '../recurrent.ts';

/** The order in which rows are walked: step by step, longest sequence first (see `assembly/plan.ts`). */
export interface Order {
  /** Steps of the longest sequence. */
  readonly steps: number;
  readonly rows: number;
  /** Which sequence is the nth, and how long it is. */
  readonly sequences: Int32Array;
  readonly lengths: Int32Array;
  /** How many sequences have each step, and its first row. */
  readonly active: Int32Array;
  readonly first: Int32Array;
  /** One whole text forwards: its rows lie in this order already. */
  readonly straight: boolean;
}

export function orderOf({ batch, steps, lengths: given, backwards }: Sequences): Order {
  const lengthOf = (sequence: number): number => given?.[sequence] ?? steps;
  const sequences = Int32Array.from({ length: batch }, (_, n) => n);
  if (given) sequences.sort((a, b) => lengthOf(b) - lengthOf(a) || a - b);
  const lengths = sequences.map(lengthOf);
  const longest = lengths[0] ?? 0;
  const active = new Int32Array(longest);
  const first = new Int32Array(longest);
  let rows = 0;
  for (let n = 0, left = batch; n < longest; n++) {
    while (left > 0 && lengths[left - 1]! <= n) left--;
    active[n] = left;
    first[n] = rows;
    rows += left;
  }
  const straight = batch === 1 && !backwards && longest === steps;
  return { steps: longest, rows, sequences, lengths, active, first, straight };
}

/** For each packed row its place in [batch, steps]. */
export function placesOf(order: Order, { steps, backwards }: Sequences): Int32Array {
  const places = new Int32Array(order.rows);
  let row = 0;
  for (let n = 0; n < order.steps; n++) {
    for (let s = 0; s < order.active[n]!; s++) {
      const t = backwards ? order.lengths[s]! - 1 - n : n;
      places[row++] = order.sequences[s]! * steps + t;
    }
  }
  return places;
}

/** For each packed row the row of the data that it reads. */
export const rowsRead = (places: Int32Array, rows: Int32Array): Int32Array =>
  places.map((place) => rows[place]!);

/** Where among the rows of states (the initial ones come first) the nth sequence's last one lies. */
export function lastRow({ lengths, first, sequences }: Order, nth: number): number {
  const length = lengths[nth]!;
  return length === 0 ? nth : sequences.length + first[length - 1]! + nth;
}
