/** Scales, ticks and paths of charts with two axes. Pure. */
import { scaleLinear, type ScaleLinear } from 'd3-scale';
import { line } from 'd3-shape';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** What a line is drawn in; never the only thing that tells it apart. */
export type LineTone = 'signal' | 'ink' | 'accent' | 'soft' | 'danger' | ClassTone;

/** Lines of several classes: each also has its letter in its name. */
export type ClassTone = `class-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

export interface LineSeries {
  readonly key: string;
  readonly name: string;
  readonly points: readonly Point[];
  readonly tone: LineTone;
  readonly dashed?: boolean;
}

/** A box of pixels with room for the words at its edges. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The least and the greatest that an axis shows; what is absent follows the points. */
export interface Limits {
  readonly least?: number;
  readonly most?: number;
}

export interface Axes {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

/** Pixels between two ticks, at least. */
const TICK_WIDTH = 56;
const TICK_HEIGHT = 36;

/** The axes that hold every finite point of the series. */
export function axesOf(
  series: readonly LineSeries[],
  frame: Frame,
  { x = {}, y = {} }: { x?: Limits; y?: Limits } = {},
): Axes {
  const points = series.flatMap((one) => one.points).filter(isFinitePoint);
  const across = scaleLinear(
    extent(
      points.map((point) => point.x),
      x,
    ),
    [frame.left, frame.width - frame.right],
  );
  const up = scaleLinear(
    extent(
      points.map((point) => point.y),
      y,
    ),
    [frame.height - frame.bottom, frame.top],
  );
  if (y.most === undefined) up.nice(4);
  return {
    x: across,
    y: up,
    xTicks: across.ticks(Math.max(2, Math.floor((frame.width - frame.left) / TICK_WIDTH))),
    yTicks: up.ticks(Math.max(2, Math.floor((frame.height - frame.bottom) / TICK_HEIGHT))),
  };
}

/** An SVG path through the points; it is interrupted where a value is no number. */
export function linePath(points: readonly Point[], { x, y }: Axes): string {
  const draw = line<Point>()
    .defined(isFinitePoint)
    .x((point) => x(point.x))
    .y((point) => y(point.y))
    .digits(1);
  return draw(points) ?? '';
}

/** Every x at which some series has a point, ascending, each once: where a cursor can stand. */
export function stops(series: readonly LineSeries[]): readonly number[] {
  const all = new Set(series.flatMap((one) => one.points.map((point) => point.x)));
  return [...all].filter(Number.isFinite).sort((a, b) => a - b);
}

/** The index of the stop nearest to `x`; −1 when there is none. */
export function nearestStop(all: readonly number[], x: number): number {
  let best = -1;
  for (let i = 0; i < all.length; i++) {
    if (best < 0 || Math.abs(all[i]! - x) < Math.abs(all[best]! - x)) best = i;
  }
  return best;
}

/** The value of a series at exactly `x`. */
export const valueAt = ({ points }: LineSeries, x: number): number | undefined =>
  points.find((point) => point.x === x)?.y;

const isFinitePoint = (point: Point): boolean =>
  Number.isFinite(point.x) && Number.isFinite(point.y);

function extent(values: readonly number[], { least, most }: Limits): [number, number] {
  let low = least ?? Infinity;
  let high = most ?? -Infinity;
  for (const value of values) {
    if (least === undefined) low = Math.min(low, value);
    if (most === undefined) high = Math.max(high, value);
  }
  if (!Number.isFinite(low)) low = Number.isFinite(high) ? high - 1 : 0;
  if (!Number.isFinite(high)) high = low + 1;
  return low < high ? [low, high] : [low, low + 1];
}
