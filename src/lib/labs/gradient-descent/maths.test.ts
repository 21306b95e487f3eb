import { describe, expect, it } from 'vitest';
import {
  gradient,
  lossOf,
  meanLoss,
  minimise,
  models,
  predict,
  problemOf,
  type Theta,
} from './maths.ts';
import { advance, begin, hasArrived, nextBatch, nextGradient, standing, type Run } from './run.ts';

const theta: Theta = [0.7, -1.3];
const far: Theta = [-3, 3];

describe.each([...models])('%s', (model) => {
  const problem = problemOf(model, 1);

  it('has the gradient that finite differences give', () => {
    const h = 1e-6;
    const at = (p: number, q: number) => meanLoss(model, problem.examples, [p, q]);
    const [p, q] = gradient(model, problem.examples, theta);
    expect(p).toBeCloseTo((at(theta[0] + h, theta[1]) - at(theta[0] - h, theta[1])) / (2 * h), 6);
    expect(q).toBeCloseTo((at(theta[0], theta[1] + h) - at(theta[0], theta[1] - h)) / (2 * h), 6);
  });

  it('has no slope at its minimum, and nothing near is lower', () => {
    expect(Math.hypot(...gradient(model, problem.examples, problem.minimum))).toBeLessThan(1e-9);
    for (let turn = 0; turn < 8; turn++) {
      const [w, b] = problem.minimum;
      const near: Theta = [w + 0.1 * Math.cos(turn), b + 0.1 * Math.sin(turn)];
      expect(meanLoss(model, problem.examples, near)).toBeGreaterThan(problem.least);
    }
  });

  it('comes to the same examples from the same seed', () => {
    expect(problemOf(model, 1)).toEqual(problem);
    expect(problemOf(model, 2).examples).not.toEqual(problem.examples);
  });

  it('averages the gradients of an epoch’s batches to the whole gradient', () => {
    // With the parameters held where they are: rate 0.
    let run: Run = begin(problem, theta, 7);
    const sum = [0, 0];
    const looked: number[] = [];
    for (let batch = 0; batch < 6; batch++) {
      const g = nextGradient(problem, run, 4);
      looked.push(...nextBatch(run, 4));
      sum[0]! += g[0] / 6;
      sum[1]! += g[1] / 6;
      run = advance(problem, run, 0, 4)!;
    }
    const whole = gradient(model, problem.examples, theta);
    expect(sum[0]).toBeCloseTo(whole[0], 12);
    expect(sum[1]).toBeCloseTo(whole[1], 12);
    expect(looked.toSorted((a, b) => a - b)).toEqual(problem.examples.map((_, i) => i));
    expect(run).toMatchObject({ seen: 24, place: 0 });
  });
});

it('seed 001: h(x) = σ(w·x + b), and L with both its minus signs', () => {
  const h = predict('one', [2, 1], [0.5, -0.25]);
  expect(h).toBeCloseTo(1 / (1 + Math.exp(-0.75)), 12);
  expect(lossOf('one', { x: [2, 1], y: 1 }, [0.5, -0.25])).toBeCloseTo(-Math.log(h), 12);
  // The slide has + (1 − y)·log(1 − ŷ), which would reward the wrong answer.
  expect(lossOf('one', { x: [2, 1], y: 0 }, [0.5, -0.25])).toBeCloseTo(-Math.log(1 - h), 12);
});

it('seed 000: θ new is θ old − α·∇J(θ)', () => {
  const problem = problemOf('one', 1);
  const g = gradient('one', problem.examples, far);
  const run = advance(problem, begin(problem, far, 1), 0.5, 24)!;
  expect(standing(run)).toEqual([far[0] - 0.5 * g[0], far[1] - 0.5 * g[1]]);
});

it('seed 000: an epoch is as many examples as there are, one at a time or in batches', () => {
  const problem = problemOf('one', 1);
  const after = (size: number, steps: number) => {
    let run = begin(problem, far, 1);
    for (let i = 0; i < steps; i++) run = advance(problem, run, 0.1, size)!;
    return run.seen / problem.examples.length;
  };
  expect([after(24, 1), after(1, 24), after(8, 3), after(5, 5)]).toEqual([1, 1, 1, 1]);
});

it('keeps a loss of certain mistakes finite', () => {
  expect(lossOf('one', { x: [1000, 1], y: 0 }, [5, 0])).toBe(5000);
  expect(lossOf('one', { x: [1000, 1], y: 1 }, [5, 0])).toBe(0);
});

it('says that examples which one cut tells apart have no minimum', () => {
  const apart = [-2, -1, 1, 2].map((x) => ({ x: [x, 1] as const, y: x > 0 ? 1 : 0 }));
  expect(minimise('one', apart)).toBeUndefined();
});

describe('learning rates', () => {
  const descend = (model: 'one' | 'two' | 'line', seed: number, rate: number, steps: number) => {
    const problem = problemOf(model, seed);
    let run: Run = begin(problem, far, seed);
    for (let i = 0; i < steps; i++) run = advance(problem, run, rate, 24) ?? run;
    return { problem, run };
  };

  it.each([1, 2, 3, 4, 5])('of the presets are what they are called (seed %i)', async (seed) => {
    const { presets } = await import('./presets.ts');
    for (const model of models) {
      const { small, right, big } = presets[model];
      const slow = descend(model, seed, small, 40);
      expect(hasArrived(slow.problem, slow.run)).toBe(false);
      expect(slow.run.losses.at(-1)).toBeLessThan(slow.run.losses[0]!);
      const good = descend(model, seed, right, 40);
      expect(hasArrived(good.problem, good.run)).toBe(true);
      const wild = descend(model, seed, big, 40);
      expect(Math.max(...wild.run.losses)).toBeGreaterThan(wild.run.losses[0]!);
      expect(hasArrived(wild.problem, wild.run)).toBe(false);
    }
  });

  it('that are too big for a straight line end beyond all numbers, and there it stops', () => {
    const { problem, run } = descend('line', 1, 10, 400);
    expect(run.losses.at(-1)).toBe(Infinity);
    expect(advance(problem, run, 10, 24)).toBeUndefined();
  });
});
