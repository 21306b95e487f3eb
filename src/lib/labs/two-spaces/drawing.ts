/** What the two planes show of a transformation and a line. Pure. */
import { zeroPieces } from '#lib/maths/zero-line.ts';
import { sideOf, sigmoid, type Line, type Place, type Transformation } from './spaces.ts';

export interface Window {
  readonly u: readonly [number, number];
  readonly v: readonly [number, number];
}

/** Holds every place, with room around. */
export function windowOf(places: readonly Place[]): Window {
  const known = places.filter(([u, v]) => Number.isFinite(u) && Number.isFinite(v));
  return { u: reach(known.map(([u]) => u)), v: reach(known.map(([, v]) => v)) };
}

function reach(values: readonly number[]): [number, number] {
  if (values.length === 0) return [-1, 1];
  const least = Math.min(...values);
  const most = Math.max(...values);
  const room = Math.max(0.12 * (most - least), 0.02 * Math.abs(most), 0.5 - (most - least) / 2);
  return [least - room, most + room];
}

/** Pixels of a field, both ways. */
export const fieldSize = 48;

/**
 * How sure the line is of class A at each point of the input space, −limit … limit both ways: −1 … 1;
 * and where it is of two minds.
 */
export function inputField(
  phi: Transformation,
  line: Line,
  limit: number,
): { field: { columns: number; rows: number; values: Float64Array }; boundary: readonly number[] } {
  const pixel = (at: number) => limit * ((2 * (at + 0.5)) / fieldSize - 1);
  const sides = new Float64Array(fieldSize ** 2);
  for (let row = 0; row < fieldSize; row++) {
    for (let column = 0; column < fieldSize; column++) {
      sides[row * fieldSize + column] = sideOf(line, phi(pixel(column), -pixel(row)));
    }
  }
  const boundary = zeroPieces(sides, fieldSize, fieldSize).map((at, i) =>
    i % 2 === 0 ? pixel(at) : -pixel(at),
  );
  const values = sides.map((side) => 2 * sigmoid(side) - 1);
  return { field: { columns: fieldSize, rows: fieldSize, values }, boundary };
}

/** The same in the new space, where it changes along one direction only. */
export function lineField({ u, v }: Window, line: Line) {
  const size = 32;
  const at = ([least, most]: readonly [number, number], i: number) =>
    least + ((i + 0.5) / size) * (most - least);
  const values = Float64Array.from({ length: size ** 2 }, (_, i) => {
    const place: Place = [at(u, i % size), at([v[1], v[0]], Math.floor(i / size))];
    return 2 * sigmoid(sideOf(line, place)) - 1;
  });
  return { columns: size, rows: size, values };
}

/** The ends of the line in a window; undefined: it has no direction. */
export function endsOf({ w1, w2, b }: Line, { u, v }: Window): readonly [Place, Place] | undefined {
  const across = Math.abs(w1) * (u[1] - u[0]);
  const up = Math.abs(w2) * (v[1] - v[0]);
  if (!(across + up > 1e-9)) return undefined;
  if (across > up) {
    const at = (y: number): Place => [-(w2 * y + b) / w1, y];
    return [at(v[0]), at(v[1])];
  }
  const at = (x: number): Place => [x, -(w1 * x + b) / w2];
  return [at(u[0]), at(u[1])];
}

/** Lines on either side of the middle. */
const netLines = 6;
const samples = 48;

/** The net of straight lines of the input space, after the transformation: lists of places. */
export function netOf(phi: Transformation, limit: number): readonly (readonly Place[])[] {
  const lines: Place[][] = [];
  for (let line = -netLines; line <= netLines; line++) {
    const k = (limit * line) / netLines;
    const along = Array.from({ length: samples + 1 }, (_, i) => limit * ((2 * i) / samples - 1));
    lines.push(along.map((x) => phi(x, k)));
    lines.push(along.map((y) => phi(k, y)));
  }
  return lines;
}

/** A path through places that is interrupted where there is none, and where it would leap across the window. */
export function pathThrough(
  places: readonly Place[],
  x: (u: number) => number,
  y: (v: number) => number,
  leap: number,
): string {
  let path = '';
  let last: Place | undefined;
  for (const [u, v] of places) {
    const here: Place = [x(u), y(v)];
    if (!Number.isFinite(here[0]) || !Number.isFinite(here[1])) {
      last = undefined;
      continue;
    }
    const far = last && Math.hypot(here[0] - last[0], here[1] - last[1]) > leap;
    path += `${last && !far ? 'L' : 'M'}${here[0].toFixed(1)} ${here[1].toFixed(1)}`;
    last = here;
  }
  return path;
}
