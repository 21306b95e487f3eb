/** How edges run between places of a layout. Pure. */
import type { Place } from './order.ts';
import type { GraphEdge } from './ranks.ts';

export type Point = readonly [x: number, y: number];

/** Edges that end at one node end beside each other, in the order they come from. */
export function spreadArrivals(
  edges: readonly GraphEdge[],
  ways: readonly (readonly Place[])[],
  places: ReadonlyMap<Place, number>,
  across: (place: Place) => number,
): number[] {
  const shifts = new Array<number>(edges.length).fill(0);
  const ends = new Map<string, number[]>();
  edges.forEach(({ to }, i) => ends.set(to, [...(ends.get(to) ?? []), i]));
  for (const arriving of ends.values()) {
    const sorted = arriving.toSorted(
      (a, b) => places.get(ways[a]!.at(-2)!)! - places.get(ways[b]!.at(-2)!)! || a - b,
    );
    const room = across(ways[sorted[0]!]!.at(-1)!) * 0.5;
    const step = Math.min(16, room / Math.max(1, sorted.length - 1));
    sorted.forEach((i, place) => (shifts[i] = (place - (sorted.length - 1) / 2) * step));
  }
  return shifts;
}

/** One S from rank to rank, level where it passes. */
export function curve(points: readonly Point[], right: boolean): string {
  const number = (value: number) => String(Math.round(value * 10) / 10);
  const pair = ([x, y]: Point) => `${number(x)} ${number(y)}`;
  return points
    .map((point, i) => {
      const former = points[i - 1];
      if (!former) return `M${pair(point)}`;
      const half = right ? (former[0] + point[0]) / 2 : (former[1] + point[1]) / 2;
      const [a, b]: Point[] = right
        ? [
            [half, former[1]],
            [half, point[1]],
          ]
        : [
            [former[0], half],
            [point[0], half],
          ];
      return `C${pair(a!)} ${pair(b!)} ${pair(point)}`;
    })
    .join('');
}

/** The middle of the last part but for long edges, whose middle passing place is calm. */
export function labelPoint(points: readonly Point[]): { x: number; y: number } {
  if (points.length % 2 === 1) {
    const [x, y] = points[(points.length - 1) / 2]!;
    return { x, y };
  }
  const [a, b] = points.slice(points.length / 2 - 1, points.length / 2 + 1) as [Point, Point];
  return { x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 };
}
