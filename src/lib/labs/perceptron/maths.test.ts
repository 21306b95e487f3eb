import { describe, expect, it } from 'vitest';
import {
  answerOf,
  firingRegion,
  outputOf,
  parkRows,
  show,
  sumOf,
  train,
  wrongRows,
  type Fires,
  type Training,
  type Weights,
} from './maths.ts';

const park: Training = {
  rows: parkRows,
  order: [0, 1, 2, 3, 4, 5],
  start: [0, 0, 0],
  rate: 1,
  bias: false,
  activation: 'step',
  fires: 'above',
};
const permutations = (items: readonly number[]): number[][] =>
  items.length === 0
    ? [[]]
    : items.flatMap((one) =>
        permutations(items.filter((other) => other !== one)).map((rest) => [one, ...rest]),
      );

describe('seed 003: shall we go to the park', () => {
  it('seed 003: from weights 0 and threshold 0 two rows correct it, and the second epoch has no error', () => {
    const steps = [1, 2, 3, 4, 5, 6, 7, 12].map((n) => train(park, n));
    expect(steps.map(({ weights }) => weights.slice(0, 2))).toEqual([
      [1, 0],
      [1, 0],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    expect(steps.map(({ trace }) => trace!.error)).toEqual([1, 0, 1, 0, 0, 0, 0, 0]);
    expect(steps[5]).toMatchObject({ errors: [2], clean: false, ended: false });
    expect(train(park, 100)).toMatchObject({ steps: 12, errors: [2, 0], clean: true, ended: true });
  });

  it('seed 003: asked (−1, 1) the sum is exactly 0, so the convention at the threshold answers', () => {
    const ask = (fires: Fires) => {
      const { weights } = train({ ...park, fires }, 100);
      expect(weights).toEqual([1, 1, 0]);
      return [sumOf(weights, -1, 1), answerOf({ ...park, fires, weights }, -1, 1)];
    };
    expect(ask('above')).toEqual([0, 0]);
    // The lecture's last table says Y = 1, which is what firing at the threshold gives.
    expect(ask('at')).toEqual([0, 1]);
  });

  it('seed 003: no order of the rows and no learning rate changes the answer from weights 0', () => {
    for (const fires of ['above', 'at'] as const) {
      for (const order of permutations(park.order)) {
        expect(train({ ...park, fires, order }, 100).weights).toEqual([1, 1, 0]);
      }
      for (const rate of [0.05, 0.1, 0.3, 0.7, 2]) {
        const { weights } = train({ ...park, fires, rate }, 100);
        expect(weights).toEqual([rate, rate, 0]);
        expect(sumOf(weights, -1, 1)).toBe(0);
      }
    }
  });
});

describe('the neuron', () => {
  it('ends elsewhere from other weights', () => {
    const from = (start: Weights) => {
      const run = train({ ...park, start }, 100);
      expect(run.clean).toBe(true);
      return answerOf({ ...park, weights: run.weights }, -1, 1);
    };
    expect([from([0.5, 0, 0]), from([0, 0.5, 0])]).toEqual([1, 0]);
  });

  it('learns to go at (0, 0) with a bias, and never without one', () => {
    const rows = [...parkRows, { x1: 0, x2: 0, wanted: 1 }];
    const order = rows.map((_, place) => place);
    const without = train({ ...park, rows, order }, 10_000);
    expect(without.clean).toBe(false);
    expect(without.ended).toBe(true);
    const { weights } = train({ ...park, rows, order, bias: true }, 10_000);
    expect(wrongRows({ ...park, weights }, rows)).toBe(0);
  });

  it.each(['sigmoid', 'linear'] as const)('moves down the slope of ½(o − Y)²: %s', (activation) => {
    const training: Training = { ...park, activation, bias: true, rate: 0.01 };
    const weights: Weights = [0.4, -0.7, 0.2];
    const row = { x1: -1, x2: -1, wanted: 0 };
    const half = ([w1, w2, b]: Weights) =>
      0.5 * (outputOf(training, w1 * row.x1 + w2 * row.x2 + b) - row.wanted) ** 2;
    const { after } = show({ ...training, rows: [row] }, weights, 0);
    const h = 1e-4;
    for (const i of [0, 1, 2]) {
      const moved = (by: number) =>
        half(weights.map((w, j) => (j === i ? w + by : w)) as unknown as Weights);
      const slope = (moved(h) - moved(-h)) / (2 * h);
      expect(after[i]).toBeCloseTo(weights[i]! - 0.01 * slope, 7);
    }
  });

  it('with a slope to follow lowers the error of an epoch', () => {
    for (const activation of ['sigmoid', 'linear'] as const) {
      const { errors, clean } = train({ ...park, activation, rate: 0.3 }, 240);
      expect(errors).toHaveLength(40);
      expect(errors.at(-1)).toBeLessThan(errors[0]!);
      expect(clean).toBe(activation === 'sigmoid');
    }
  });
});

describe('the region where it fires', () => {
  it('is the half of the square above the line', () => {
    const corners = firingRegion([1, 0, 0], 0.5, 2);
    expect(corners).toEqual([
      { x: 0.5, y: -2 },
      { x: 2, y: -2 },
      { x: 2, y: 2 },
      { x: 0.5, y: 2 },
    ]);
  });

  it('is all or nothing without weights', () => {
    expect(firingRegion([0, 0, 1], 0, 2)).toHaveLength(4);
    expect(firingRegion([0, 0, -1], 0, 2)).toHaveLength(0);
  });
});
