/** Where a picture that is no sample would lie on the map of the samples. Pure. */
import type { PlacedPoint } from '#lib/charts/plane.ts';
import type { Neighbour } from '../trainer/protocol.ts';

/**
 * Between its look-alikes, nearer to those that look more like it. A map has no formula to put a new
 * picture on it; this is as near as the map itself is to the truth.
 * @returns undefined when none of them is on the map
 */
export function placeAmong(
  neighbours: readonly Neighbour[],
  points: readonly PlacedPoint[],
): { readonly x: number; readonly y: number } | undefined {
  const places = new Map(points.map((point) => [point.id, point]));
  let x = 0;
  let y = 0;
  let total = 0;
  for (const { sampleId, similarity } of neighbours) {
    const place = places.get(sampleId);
    if (!place) continue;
    // The cube lets the nearest few decide.
    const weight = Math.max(similarity, 0.01) ** 3;
    x += place.x * weight;
    y += place.y * weight;
    total += weight;
  }
  return total > 0 ? { x: x / total, y: y / total } : undefined;
}
