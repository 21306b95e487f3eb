/** Lines of several runs over one axis: what a chart of them needs to know beyond axes. Pure. */
import type { Point } from './axes.ts';

/** One run's line. */
export interface RunLine {
  readonly key: string;
  readonly name: string;
  /** Which of the eight colours, and its letter. */
  readonly colour: number;
  readonly letter: string;
  /** As it was measured; x ascends. */
  readonly points: readonly Point[];
  /** What is drawn over it, at the same x; absent: the points themselves are drawn. */
  readonly smooth?: readonly Point[] | undefined;
}

export const drawnOf = (line: RunLine): readonly Point[] => line.smooth ?? line.points;

/** On a scale of powers of ten; what has no place there is no number. */
export const logarithms = (points: readonly Point[]): Point[] =>
  points.map(({ x, y }) => ({ x, y: y > 0 ? Math.log10(y) : Number.NaN }));

/** The index of the point nearest to `x`, found by halving; −1 without points. */
export function nearestPoint(points: readonly Point[], x: number): number {
  let low = 0;
  let high = points.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (points[middle]!.x <= x) low = middle;
    else high = middle;
  }
  if (high < 0) return -1;
  return Math.abs(points[high]!.x - x) < Math.abs(points[low]!.x - x) ? high : low;
}

/** Moves labels apart along one axis so that none lies nearer than `gap` to the next; their order stays. */
export function spreadLabels(places: readonly number[], gap: number, most: number): number[] {
  const order = places.map((_, i) => i).sort((a, b) => places[a]! - places[b]!);
  const moved = [...places];
  let free = -Infinity;
  for (const i of order) {
    moved[i] = Math.max(moved[i]!, free);
    free = moved[i] + gap;
  }
  let end = most;
  for (const i of order.reverse()) {
    moved[i] = Math.min(moved[i]!, end);
    end = moved[i] - gap;
  }
  return moved;
}

/** Where labels have room: scales to pixels, the least gap between two, and how far down they may go. */
interface LabelRoom {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly gap: number;
  readonly most: number;
}

/** The lines that have an end, with the pixel at which each is labelled. */
export function endsOf<Line extends { readonly front: readonly Point[] }>(
  lines: readonly Line[],
  { x, y, gap, most }: LabelRoom,
): (Line & Point)[] {
  const ends = lines.flatMap((line) => {
    const end = line.front.findLast((point) => Number.isFinite(point.y));
    return end ? [{ ...line, x: x(end.x), y: y(end.y) }] : [];
  });
  const moved = spreadLabels(
    ends.map((end) => end.y),
    gap,
    most,
  );
  return ends.map((end, i) => ({ ...end, y: moved[i]! }));
}

/** At most `count` of the entries, evenly, with the first and the last. */
export function someOf<T>(entries: readonly T[], count: number): T[] {
  if (entries.length <= count) return [...entries];
  return Array.from(
    { length: count },
    (_, i) => entries[Math.round((i * (entries.length - 1)) / (count - 1))]!,
  );
}
