import { describe, expect, it } from 'vitest';
import type { TrainCheckpoint, TrainedHead, TrainStep } from './epochs.ts';
import { headMethods, type Examples } from './head.ts';
import { matrixFrom, rowOf } from './matrix.ts';
import { Predictor, scoresOf } from './predict.ts';
import { Random } from '#lib/maths/random.ts';
import { optimiserNames, type HeadSettings } from './settings.ts';
import { balance, trainHead } from './train.ts';

const settings: HeadSettings = {
  method: 'linear',
  optimiser: 'adam',
  learningRate: 0.01,
  batchSize: 8,
  epochs: 12,
  l1: 0,
  l2: 0.001,
  dropout: 0,
  hidden: 12,
  neighbours: 5,
  shrinkage: 0.5,
  earlyStopping: false,
  patience: 3,
  classWeights: false,
  seed: 7,
};
const classes = ['a', 'b', 'c'];

function clouds(count: number, seed: number, noise = 0.8): Examples {
  const centres = new Random(99);
  const means = classes.map(() => Array.from({ length: 10 }, () => centres.normal()));
  const random = new Random(seed);
  const labels = Int32Array.from({ length: count }, (_, i) => i % 3);
  const rows = Array.from(labels, (label) =>
    means[label]!.map((value) => 0.1 * (value + noise * random.normal())),
  );
  return { vectors: matrixFrom(rows, 10), labels, classCount: 3 };
}

function run(
  overrides: Partial<HeadSettings>,
  train = clouds(45, 1),
  held?: Examples,
  resume?: TrainCheckpoint,
): { steps: TrainStep[]; result: TrainedHead } {
  const steps: TrainStep[] = [];
  const training = trainHead(train, held, classes, { ...settings, ...overrides }, resume);
  for (;;) {
    const next = training.next();
    if (next.done) return { steps, result: next.value };
    steps.push(next.value);
  }
}

function accuracy(result: TrainedHead, { vectors, labels }: Examples): number {
  const scores = scoresOf(result.head, vectors);
  const right = Array.from(labels).filter((label, i) => {
    const row = rowOf(scores, i);
    return row.indexOf(Math.max(...row)) === label;
  });
  return right.length / labels.length;
}

describe('trainHead', () => {
  it.each([...headMethods])('%s learns', (method) => {
    const { result, steps } = run({ method, epochs: 40 });
    expect(accuracy(result, clouds(90, 2))).toBeGreaterThan(0.85);
    expect(result.head.method).toBe(method);
    expect(steps.at(-1)!.point.accuracy).toBeGreaterThan(0.85);
  });

  it.each([...optimiserNames])('%s brings the loss down', (optimiser) => {
    const learningRate = optimiser === 'adadelta' ? 10 : 0.02;
    const { steps } = run({ method: 'mlp', optimiser, learningRate, epochs: 30 });
    expect(steps.at(-1)!.point.loss).toBeLessThan(0.7 * steps[0]!.point.loss);
  });

  it('gives the same numbers for the same seed, others for another', () => {
    const options = { method: 'mlp', dropout: 0.3, l1: 1e-4 } as const;
    const one = run(options).result.head;
    expect(run(options).result.head).toEqual(one);
    expect(run({ ...options, seed: 8 }).result.head).not.toEqual(one);
  });

  it('goes on from a checkpoint to exactly where it would have come', () => {
    const held = clouds(30, 3);
    const options = { method: 'mlp', dropout: 0.2 } as const;
    const whole = run(options, undefined, held);
    const short = run({ ...options, epochs: 5 }, undefined, held);
    const resumed = run(
      options,
      undefined,
      held,
      structuredClone(short.steps.at(-1)!.checkpoint!()),
    );
    expect(resumed.steps.map(({ point }) => point)).toEqual(
      whole.steps.slice(5).map(({ point }) => point),
    );
    expect(resumed.result).toEqual(whole.result);
  });

  it('stops early and gives back the best epoch', () => {
    const train = clouds(12, 1, 3);
    const held = clouds(60, 5, 3);
    const { steps, result } = run(
      { method: 'mlp', earlyStopping: true, patience: 4, epochs: 300, learningRate: 0.05, l2: 0 },
      train,
      held,
    );
    expect(result.stopped).toBe('early');
    expect(steps.length).toBeLessThan(300);
    const losses = steps.map(({ point }) => point.validationLoss);
    expect(losses[result.bestEpoch - 1]).toBe(Math.min(...losses));
    expect(steps.length - result.bestEpoch).toBe(4);
    expect(result.head).toEqual(steps.at(-1)!.head());
  });

  it('keeps the last good epoch when the loss runs away', () => {
    const { result, steps } = run({ optimiser: 'sgd', learningRate: 1e200, method: 'mlp' });
    expect(result.stopped).toBe('not-a-number');
    expect(result.bestEpoch).toBe(steps.length);
    for (const layer of result.head.layers) {
      expect(layer.weights.data.every(Number.isFinite)).toBe(true);
    }
  });

  it('refuses fewer than two classes with samples', () => {
    const one = { ...clouds(9, 1), labels: new Int32Array(9) };
    expect(() => run({}, one)).toThrow('too-few-classes');
  });

  it.each([...headMethods])('%s never says NaN: alike, zeros, an empty class', (method) => {
    const alike = matrixFrom(
      Array.from({ length: 6 }, () => [0.3, 0.3]),
      2,
    );
    const zeros = matrixFrom(
      Array.from({ length: 6 }, () => [0, 0]),
      2,
    );
    for (const vectors of [alike, zeros]) {
      const examples = { vectors, labels: Int32Array.of(0, 0, 0, 1, 1, 1), classCount: 3 };
      const { result, steps } = run({ method, classWeights: true }, examples);
      expect(steps.every(({ point }) => Number.isFinite(point.loss))).toBe(true);
      const scores = new Predictor(result.head).scores([0.1, 0.9]);
      expect(scores.reduce((sum, value) => sum + value)).toBeCloseTo(1, 5);
      expect(scores[2]).toBeLessThan(0.01);
    }
  });
});

it('balance makes classes weigh alike and keeps the total', () => {
  const examples = { ...clouds(5, 1), labels: Int32Array.of(0, 0, 0, 0, 1) };
  const { weights } = balance(examples);
  expect(Array.from(weights!)).toEqual([0.625, 0.625, 0.625, 0.625, 2.5]);
});
