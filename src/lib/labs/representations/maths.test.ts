import { describe, expect, it } from 'vitest';
import { parse } from '#lib/maths/parse-expression.ts';
import {
  fitLine,
  identity,
  inputNames,
  onTheWay,
  transformationOf,
  type FittedLine,
} from './maths.ts';
import {
  drawPoints,
  fromNumbers,
  pointSets,
  spiralTwist,
  toNumbers,
  type PointSet,
} from './points.ts';
import { presets } from './presets.ts';

function transformation(u: string, v: string) {
  const parsedU = parse(u, inputNames);
  const parsedV = parse(v, inputNames);
  if (!parsedU.ok || !parsedV.ok) throw new Error(`${u}, ${v}`);
  return transformationOf(parsedU.expression, parsedV.expression);
}

function fit(set: PointSet, u: string, v: string, seed = 1): FittedLine {
  const points = drawPoints(set, seed);
  const phi = transformation(u, v);
  return fitLine(
    points.map(({ x, y }) => phi(x, y)),
    points.map(({ label }) => label),
  );
}

describe('seed 000: a transformation Φ makes classification by a linear classifier possible', () => {
  it.each([1, 2, 3, 4, 5])('no line parts the points as they come (seed %i)', (seed) => {
    for (const set of pointSets) expect(fit(set, 'x1', 'x2', seed).accuracy).toBeLessThan(0.9);
  });

  it.each([
    ['rings', 'r', 'theta'],
    ['rings', 'x1^2', 'x2^2'],
    ['xor', 'x1 × x2', 'x1 + x2'],
    ['xor', 'x1 × x2', '0'],
    ['parabola', 'x1^2', 'x2'],
    ['spiral', `r cos(theta − ${spiralTwist} r)`, `r sin(theta − ${spiralTwist} r)`],
    ['spiral', '0', `cos(theta − ${spiralTwist} r)`],
  ] as const)('%s is parted by a line after u = %s, v = %s', (set, u, v) => {
    for (const seed of [1, 2, 3]) expect(fit(set, u, v, seed).accuracy).toBe(1);
  });

  it('leaves the spiral to the visitor: no preset parts it', () => {
    for (const { u, v } of presets) expect(fit('spiral', u, v).accuracy).toBeLessThan(0.85);
  });
});

describe('the best line', () => {
  const places = [
    [0, 0],
    [1, 0.5],
    [2, -1],
    [0.5, 2],
    [1.5, 1.5],
    [3, 1],
  ] as const;
  const labels = [0, 0, 1, 0, 1, 0];

  it('has no slope left in any of its parameters, by finite differences', () => {
    const line = fitLine(places, labels);
    const n = places.length;
    const deviation = (k: 0 | 1) => {
      const mean = places.reduce((sum, place) => sum + place[k] / n, 0);
      return Math.sqrt(places.reduce((sum, place) => sum + (place[k] - mean) ** 2 / n, 0));
    };
    const cost = (w1: number, w2: number, b: number) =>
      places.reduce((sum, [u, v], i) => {
        const p = 1 / (1 + Math.exp(-(w1 * u + w2 * v + b)));
        return sum - Math.log(labels[i] === 1 ? p : 1 - p) / n;
      }, 0) +
      (1e-3 / 2) * ((w1 * deviation(0)) ** 2 + (w2 * deviation(1)) ** 2);
    const { w1, w2, b } = line;
    const h = 1e-5;
    expect(cost(w1 + h, w2, b) - cost(w1 - h, w2, b)).toBeCloseTo(0, 9);
    expect(cost(w1, w2 + h, b) - cost(w1, w2 - h, b)).toBeCloseTo(0, 9);
    expect(cost(w1, w2, b + h) - cost(w1, w2, b - h)).toBeCloseTo(0, 9);
  });

  it('counts a point without a place as wrong, and copes with none at all', () => {
    const line = fitLine([...places, [Number.NaN, 0]], [...labels, 1]);
    expect(line.wrong).toBe(fitLine(places, labels).wrong + 1);
    expect(fitLine([], []).accuracy).toBeNaN();
    expect(
      fitLine(
        [
          [0, 0],
          [0, 0],
        ],
        [0, 1],
      ).accuracy,
    ).toBe(0.5);
  });
});

it('goes straight from one transformation to another', () => {
  const half = onTheWay(identity, transformation('x1^2', '0'), 0.5);
  expect(half(3, 2)).toEqual([6, 1]);
});

it('points come back from the numbers of an address', () => {
  const points = drawPoints('xor', 4, 6);
  expect(fromNumbers(toNumbers(points))).toEqual(points);
});
