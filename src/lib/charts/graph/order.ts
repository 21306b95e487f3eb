/** In which order the nodes of each rank stand, so that few edges cross. Pure. */

/** One place of a rank: a node, or where a long edge passes through. Links lead to places of the next rank. */
export interface Place {
  readonly rank: number;
  readonly before: Place[];
  readonly after: Place[];
}

const sweeps = 12;

/**
 * Sweeps there and back: each place goes to the mean of its neighbours (their barycentre), which Sugiyama,
 * Tagawa and Toda gave in 1981; the order with the fewest crossings of all that were seen is kept.
 * @param columns the places of each rank in their first order; it decides between equals.
 */
export function orderPlaces(columns: readonly (readonly Place[])[]): Place[][] {
  let order = columns.map((column) => [...column]);
  let best = order;
  let fewest = countCrossings(order);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const forward = sweep % 2 === 0;
    order = order.map((column) => [...column]);
    for (let step = 1; step < order.length; step++) {
      const at = forward ? step : order.length - 1 - step;
      const beside = placesOf(order[forward ? at - 1 : at + 1]!);
      sortByMean(order[at]!, (place) => (forward ? place.before : place.after), beside);
    }
    const crossings = countCrossings(order);
    if (crossings < fewest) {
      fewest = crossings;
      best = order;
    }
  }
  return best;
}

/** How many pairs of edges cross between neighbouring ranks. */
export function countCrossings(columns: readonly (readonly Place[])[]): number {
  let crossings = 0;
  for (let rank = 0; rank + 1 < columns.length; rank++) {
    const next = placesOf(columns[rank + 1]!);
    // The targets of edges in the order of their sources: each inversion is a crossing.
    const targets = columns[rank]!.flatMap(({ after }) =>
      after.map((place) => next.get(place)!).toSorted((a, b) => a - b),
    );
    for (let i = 0; i < targets.length; i++) {
      for (let j = i + 1; j < targets.length; j++) if (targets[i]! > targets[j]!) crossings++;
    }
  }
  return crossings;
}

const placesOf = (column: readonly Place[]): ReadonlyMap<Place, number> =>
  new Map(column.map((place, at) => [place, at]));

function sortByMean(
  column: Place[],
  neighbours: (place: Place) => readonly Place[],
  beside: ReadonlyMap<Place, number>,
): void {
  const now = placesOf(column);
  const means = new Map(
    column.map((place) => {
      const near = neighbours(place);
      const sum = near.reduce((total, one) => total + beside.get(one)!, 0);
      // One without neighbours stays where it is.
      return [place, near.length > 0 ? sum / near.length : now.get(place)!];
    }),
  );
  column.sort((a, b) => means.get(a)! - means.get(b)! || now.get(a)! - now.get(b)!);
}
