import { describe, expect, it } from 'vitest';
import {
  countPaths,
  goBackward,
  goForward,
  numericGradient,
  pathsFrom,
  updateByMean,
  type ComputationGraph,
} from './maths.ts';
import { givenOf, seedBatch, seedExample, softmaxRegression } from './softmax-regression.ts';

const values = goForward(softmaxRegression, givenOf(seedExample));
const { steps, gradients } = goBackward(softmaxRegression, values);

describe('the softmax regression of the course', () => {
  it('seed 000: the forward example ends in the loss 0.207', () => {
    expect(values.get('L')!.toFixed(3)).toBe('0.207');
  });

  it('seed 000: ∂L/∂b₁ = y₁(ŷ₁ − 1) + y₂(ŷ₁ − 0) = ŷ₁ − y₁, for either class', () => {
    for (const right of ['1', '2'] as const) {
      const given = givenOf({ ...seedExample, b: [0.3, -0.4], right });
      const forward = goForward(softmaxRegression, given);
      const { gradients: back } = goBackward(softmaxRegression, forward);
      expect(back.get('b1')).toBeCloseTo(forward.get('q1')! - given['y1']!, 12);
      expect(back.get('b2')).toBeCloseTo(forward.get('q2')! - given['y2']!, 12);
    }
  });

  it('seed 000: the gradient of the example is the first of its batch, −0.19', () => {
    expect(gradients.get('b1')!.toFixed(2)).toBe('-0.19');
  });

  it('seed 000: three paths lead from b₁ to L: by h₁, and by H to either ŷ', () => {
    const paths = pathsFrom(softmaxRegression, values, 'b1');
    expect(paths.map(({ edges }) => edges.map(({ to }) => to).join(' '))).toEqual([
      'z1 h1 H q1 l1 m1 s L',
      'z1 h1 H q2 l2 m2 s L',
      'z1 h1 q1 l1 m1 s L',
    ]);
    expect(countPaths(softmaxRegression, 'b1')).toBe(3);
    const sum = paths.reduce((total, { product }) => total + product, 0);
    expect(sum).toBeCloseTo(gradients.get('b1')!, 12);
  });

  it('seed 000: the mean of −0.19, 0.54, −0.26 is 0.03 and moves b₁ from 0 to −0.003', () => {
    const { mean, value } = updateByMean(0, 0.1, seedBatch);
    expect(mean).toBeCloseTo(0.03, 12);
    expect(value).toBeCloseTo(-0.003, 12);
  });

  it('seed 000: no other order of the numbers in the scan gives 0.207, but for swapped inputs or a wrong row', () => {
    const scanned = [0.65, 1.19, 0.69, -0.92, 0.2, 0.7];
    const fitting = permutations(scanned).filter(([w11, w12, w21, w22, x1, x2]) => {
      const given = givenOf({ ...seedExample, w: [w11!, w12!, w21!, w22!], x: [x1!, x2!] });
      return goForward(softmaxRegression, given).get('L')!.toFixed(3) === '0.207';
    });
    expect(fitting).toEqual([
      [0.65, 1.19, 0.69, -0.92, 0.2, 0.7],
      [1.19, 0.65, -0.92, 0.69, 0.7, 0.2],
    ]);
  });

  it('goes backward over every edge that leads to a parameter, and over none to data', () => {
    expect(steps).toHaveLength(25);
    expect(gradients.has('x1')).toBe(false);
    const ofH = steps.filter(({ edge }) => edge.from === 'h1');
    expect(ofH.map(({ path, paths }) => [path, paths])).toEqual([
      [1, 2],
      [2, 2],
    ]);
    expect(ofH[1]!.before + ofH[1]!.along).toBe(ofH[1]!.after);
    for (const { upstream, local, along } of steps) expect(along).toBe(upstream * local);
  });

  it('has the gradients that nudging gives', () => {
    for (const id of ['w11', 'w12', 'w21', 'w22', 'b1', 'b2']) {
      const numeric = numericGradient(softmaxRegression, givenOf(seedExample), id);
      expect(gradients.get(id)).toBeCloseTo(numeric, 8);
    }
  });
});

it('adds what comes along both edges of x × x', () => {
  const square: ComputationGraph = [
    { id: 'x', name: 'x', kind: 'variable' },
    { id: 'f', name: 'f', kind: 'operation', operation: 'multiply', of: ['x', 'x'] },
  ];
  const back = goBackward(square, goForward(square, { x: 3 }));
  expect(back.steps.map(({ along, after }) => [along, after])).toEqual([
    [3, 3],
    [3, 6],
  ]);
});

const permutations = <T>(items: readonly T[]): T[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((item, at) =>
        permutations(items.toSpliced(at, 1)).map((rest) => [item, ...rest]),
      );
