/** Places on the axes of parallel coordinates, and which lines pass through what was brushed. Pure. */

export interface ParallelAxis {
  readonly key: string;
  readonly name: string;
  readonly least: number;
  readonly most: number;
  /** By ratio instead of by difference; both ends are above 0. */
  readonly logarithmic?: boolean;
  readonly format: (value: number) => string;
}

export interface ParallelLine {
  readonly id: number;
  /** By the axes' keys; a value that is no number stands at the top of its axis. */
  readonly values: Readonly<Record<string, number>>;
  /** 0..1: how good it is, which is how strongly it is drawn. */
  readonly score: number;
}

/** From 0, at the bottom, to 1: the two ends of what is brushed on an axis. */
export type Brushes = Readonly<Record<string, readonly [low: number, high: number]>>;

/** 0 at the least, 1 at the most, and no further. */
export function placeOn({ least, most, logarithmic }: ParallelAxis, value: number): number {
  if (Number.isNaN(value)) return 1;
  const share = logarithmic
    ? Math.log(Math.max(value, Number.MIN_VALUE) / least) / Math.log(most / least)
    : (value - least) / (most - least);
  return Math.max(0, Math.min(1, share));
}

export const valueOn = ({ least, most, logarithmic }: ParallelAxis, place: number): number =>
  logarithmic ? least * (most / least) ** place : least + (most - least) * place;

/** Whether a line passes through every brushed part; the ends belong to it. */
export const passes = (
  axes: readonly ParallelAxis[],
  brushes: Brushes,
  { values }: ParallelLine,
): boolean =>
  axes.every((axis) => {
    const [low, high] = brushes[axis.key] ?? [0, 1];
    const place = placeOn(axis, values[axis.key] ?? Number.NaN);
    return place >= low - 1e-9 && place <= high + 1e-9;
  });
