/** Which column each node of a graph stands in. Pure. */

export interface GraphEdge {
  readonly from: string;
  readonly to: string;
}

/**
 * Every edge leads to a higher rank: a node stands one after the furthest of what it reads. What reads
 * nothing stands just before the first that reads it, so that no edge is longer than it must be.
 * @throws RangeError when the graph goes in a circle
 */
export function rankNodes(
  ids: readonly string[],
  edges: readonly GraphEdge[],
): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  const readers = new Map<string, string[]>();
  for (const { from, to } of edges) readers.set(from, [...(readers.get(from) ?? []), to]);
  const waiting = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const { to } of edges) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ready) ranks.set(id, 0);
  // Grows while it is walked: a node is ready when all that it reads has a rank.
  for (const id of ready) {
    for (const to of readers.get(id) ?? []) {
      ranks.set(to, Math.max(ranks.get(to) ?? 0, ranks.get(id)! + 1));
      waiting.set(to, waiting.get(to)! - 1);
      if (waiting.get(to) === 0) ready.push(to);
    }
  }
  if (ready.length < ids.length) throw new RangeError('the graph goes in a circle');
  const reading = new Set(edges.map(({ to }) => to));
  for (const id of ids) {
    const after = readers.get(id)?.map((to) => ranks.get(to)!);
    if (after && !reading.has(id)) ranks.set(id, Math.min(...after) - 1);
  }
  return ranks;
}
