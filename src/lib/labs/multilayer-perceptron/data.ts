/** The points of the playground: a set drawn from a seed or the visitor's own, and which of them are kept for the test. Pure. */
import { makePoints, pointSets, type PointSet } from '#lib/maths/points.ts';

/** Points of the visitor's own stand beside the sets of `maths/points.ts`. */
export const dataNames = ['circles', 'xor', 'gaussians', 'moons', 'spiral', 'own'] as const;
export type DataName = (typeof dataNames)[number];

/** The plane goes from −limit to limit both ways: numbers of the size that a fresh network is sensitive to. */
export const limit = 3;
/** The sets fill −1..1. */
const scale = 2.8;
export const pointCount = 240;

export interface DataPoint {
  readonly x: number;
  readonly y: number;
  /** 1: class A, 0: class B. */
  readonly label: 0 | 1;
}

export interface Data {
  readonly train: readonly DataPoint[];
  readonly test: readonly DataPoint[];
}

export interface DataChoice {
  readonly name: DataName;
  /** As a part of the set's half width. */
  readonly noise: number;
  readonly seed: number;
  /** The part kept for the test. */
  readonly testShare: number;
  /** For `own`: three numbers a point. */
  readonly own: readonly number[];
}

const isSet = (name: string): name is PointSet => pointSets.some((set) => set === name);

export function pointsOf({ name, noise, seed, own }: DataChoice): readonly DataPoint[] {
  if (!isSet(name)) {
    return Array.from({ length: Math.floor(own.length / 3) }, (_, i) => ({
      x: own[3 * i]!,
      y: own[3 * i + 1]!,
      label: own[3 * i + 2]! >= 0.5 ? 1 : 0,
    }));
  }
  const { x, labels } = makePoints(name, { count: pointCount, noise, seed });
  return Array.from(labels, (label, i) => ({
    x: scale * x[2 * i]!,
    y: scale * x[2 * i + 1]!,
    label: label === 1 ? 1 : 0,
  }));
}

/** Each class gives the same part to the test; points are drawn at random, so every k-th will do. */
export function dataOf(choice: DataChoice): Data {
  const seen = [0, 0];
  const train: DataPoint[] = [];
  const test: DataPoint[] = [];
  for (const point of pointsOf(choice)) {
    const before = seen[point.label]!++;
    const goesToTest =
      Math.floor((before + 1) * choice.testShare + 1e-9) >
      Math.floor(before * choice.testShare + 1e-9);
    (goesToTest ? test : train).push(point);
  }
  return { train, test };
}

/** As the network takes them: x [count × 2], y [count]. */
export const toRows = (points: readonly DataPoint[]) => ({
  x: Float64Array.from(points.flatMap(({ x, y }) => [x, y])),
  y: Float64Array.from(points, ({ label }) => label),
  count: points.length,
});
