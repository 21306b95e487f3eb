/** Histograms over time, one behind the other: the oldest at the back, as TensorBoard's offset mode. Pure. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Frame } from './axes.ts';

/** How values were spread at one step: equal bins from `least` to `most`. */
export interface SpreadAt {
  readonly step: number;
  readonly least: number;
  readonly most: number;
  readonly counts: readonly number[];
}

export interface Ridge {
  readonly step: number;
  /** Pixels: where it stands on. */
  readonly base: number;
  /** SVG path of the filled shape, closed along the base. */
  readonly path: string;
}

export interface Ridges {
  readonly x: ScaleLinear<number, number>;
  readonly ticks: readonly number[];
  /** The oldest first: drawn in this order, newer ones cover it. */
  readonly ridges: readonly Ridge[];
}

/** Points of the grid that a shape is drawn on. */
const grid = 96;
/** The part of the height that the highest ridge takes. */
const share = 0.35;

export function ridgesOf(frames: readonly SpreadAt[], frame: Frame): Ridges {
  const least = Math.min(...frames.map((one) => one.least));
  const most = Math.max(...frames.map((one) => one.most));
  const x = scaleLinear(most > least ? [least, most] : [least - 0.5, least + 0.5], [
    frame.left,
    frame.width - frame.right,
  ]);
  const [from, to] = x.domain() as [number, number];
  const shapes = frames.map((one) => ({ step: one.step, heights: heightsOf(one, from, to) }));
  const peak = Math.max(...shapes.flatMap(({ heights }) => heights), 1e-12);
  const floor = frame.height - frame.bottom;
  const high = (floor - frame.top) * share;
  const between = frames.length > 1 ? (floor - frame.top - high) / (frames.length - 1) : 0;
  return {
    x,
    ticks: x.ticks(Math.max(2, Math.floor((frame.width - frame.left) / 64))),
    ridges: shapes.map(({ step, heights }, i) => {
      const base = floor - between * (frames.length - 1 - i);
      const first = heights.findIndex((height) => height > 0);
      if (first < 0) return { step, base, path: '' };
      const last = heights.findLastIndex((height) => height > 0);
      const at = (place: number) => pixel(x(from + ((to - from) * place) / grid));
      const line = heights
        .slice(first, last + 1)
        .map((height, j) => `L${at(first + j)},${pixel(base - (height / peak) * high)}`);
      const path = `M${at(first - 0.5)},${pixel(base)}${line.join('')}L${at(last + 0.5)},${pixel(base)}Z`;
      return { step, base, path };
    }),
  };
}

/**
 * The root of the density at the points of a grid over `from` … `to`: a narrow peak beside a wide hill, and
 * both are seen. Each bin is spread over a triangle, two points of the grid wide at least.
 */
function heightsOf({ least, most, counts }: SpreadAt, from: number, to: number): number[] {
  const cell = (to - from) / grid;
  const width = (most - least) / counts.length;
  const reach = Math.max(width, 2 * cell);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const heights = new Array<number>(grid + 1).fill(0);
  counts.forEach((count, bin) => {
    if (count === 0) return;
    const middle = most > least ? least + (bin + 0.5) * width : least;
    const start = Math.max(0, Math.ceil((middle - reach - from) / cell));
    const end = Math.min(grid, Math.floor((middle + reach - from) / cell));
    for (let i = start; i <= end; i++) {
      const away = Math.abs(from + i * cell - middle) / reach;
      heights[i]! += (count / total / reach) * Math.max(0, 1 - away);
    }
  });
  return heights.map(Math.sqrt);
}

const pixel = (value: number): string => value.toFixed(1);
