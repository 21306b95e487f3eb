import { describe, expect, it } from 'vitest';
import { createNetwork } from '#lib/maths/network.ts';
import { simulateApproximation, type ApproximationSettings } from './approximation.ts';
import { countTurns, curveOf, drawOn, handles, knots, pull } from './curves.ts';
import { dataOf, limit, pointCount, type DataChoice } from './data.ts';
import { createHiddenXor, xorPoints } from './hidden-xor.ts';
import { biasAt, countParameters, edgesOf, equationOf, spotsOf } from './layout.ts';
import { simulate, type PlaygroundSettings } from './simulation.ts';
import { sideOf } from '../two-spaces/spaces.ts';

const spiral: DataChoice = { name: 'spiral', noise: 0, seed: 1, testShare: 0.5, own: [] };
const settings = (over: Partial<PlaygroundSettings['structure']> = {}): PlaygroundSettings => ({
  structure: { layers: [8, 8], activation: 'tanh', seed: 3, ...over },
  tuning: { optimiser: 'adam', rate: 0.01, l2: 0, batch: 10 },
  data: spiral,
  watched: undefined,
});

describe('the playground', () => {
  it('solves the spiral with two layers of eight, and cannot with linear ones', () => {
    const bent = simulate(settings());
    const linear = simulate(settings({ activation: 'linear' }));
    for (let epoch = 0; epoch < 250; epoch++) {
      bent.step();
      linear.step();
    }
    expect(bent.view().test.error).toBeLessThan(0.05);
    expect(linear.view().test.error).toBeGreaterThan(0.25);
  });

  it('shows every neuron and the output, keeps its curves short, and ends where numbers end', () => {
    const one = simulate({
      ...settings({ layers: [3, 2] }),
      data: { ...spiral, name: 'gaussians' },
      watched: [1, 1],
    });
    for (let epoch = 0; epoch < 300; epoch++) one.step();
    const view = one.view();
    expect(view.small.map((layer) => layer.length)).toEqual([3, 2, 1]);
    expect(view.curves.length).toBeLessThanOrEqual(64);
    expect(view.curves[0]?.epoch).toBe(0);
    // The watched neuron in full is the small one at every second pixel.
    expect(view.full[2 * 50 + 4]).toBe(view.small[1]![1]![25 + 2]);
    one.change?.({ tuning: { optimiser: 'sgd', rate: 1e200, l2: 0.1, batch: 10 } });
    for (let epoch = 0; epoch < 6; epoch++) one.step();
    expect(one.view().diverged).toBe(true);
    expect(one.step()).toBe(false);
  });

  it('trains on nothing while nothing is drawn', () => {
    const one = simulate({ ...settings(), data: { ...spiral, name: 'own' } });
    const before = one.view().parameters;
    one.step();
    expect(one.view().parameters).toEqual(before);
    expect(one.view().train.loss).toBeNaN();
  });

  it('keeps the same part of both classes for the test', () => {
    const { train, test } = dataOf({ ...spiral, testShare: 0.3 });
    expect(train.length + test.length).toBe(pointCount);
    for (const label of [0, 1]) {
      expect(test.filter((point) => point.label === label)).toHaveLength(0.15 * pointCount);
    }
    expect(Math.max(...train.map(({ x }) => Math.abs(x)))).toBeLessThan(limit);
  });
});

it('the drawing knows where the network keeps its weights', () => {
  const network = createNetwork({
    inputs: 2,
    layers: [{ units: 4 }, { units: 3 }, { units: 1 }],
    loss: 'logistic',
    initialisation: 'xavier',
    seed: 1,
  });
  const units = [2, 4, 3, 1];
  expect(countParameters(units)).toBe(network.parameters.length);
  for (const { column, from, to, at } of edgesOf(units)) {
    const { weightsAt, units: width } = network.layers[column]!;
    expect(at).toBe(weightsAt + from * width + to);
  }
  expect(biasAt(units, 2, 1)).toBe(network.layers[1]!.biasAt + 1);
  expect(spotsOf(units, 300)[3]).toEqual([{ x: 278, y: 100 }]);
  const parts = [
    { name: 'x₁', weight: -0.5 },
    { name: 'x₂', weight: -2 },
  ];
  expect(equationOf(parts, 1, String)).toBe('−0.5·x₁ − 2·x₂ + 1');
});

describe('seed 001: latent representations can make XOR linearly separable', () => {
  const train = (seed: number) => {
    const xor = createHiddenXor('tanh', seed);
    const first = xor.state();
    for (let epoch = 0; epoch < 400; epoch++) xor.step();
    const last = xor.state();
    xor.begin();
    expect(xor.state().loss).toBe(first.loss);
    return last;
  };

  it('two hidden neurons place the four corners so that one line parts them', () => {
    const { phi, line, accuracy } = train(3);
    expect(accuracy).toBe(1);
    for (const { x, y, label } of xorPoints) {
      expect(sideOf(line, phi(x, y)) > 0).toBe(label === 1);
    }
  });

  it('but not from everywhere: the beginning of the lab gets stuck', () => {
    expect(train(1).accuracy).toBeLessThan(0.8);
  });
});

describe('seed 000: neural networks are universal approximators', () => {
  const errorOf = (over: Partial<ApproximationSettings>, steps = 150) => {
    const one = simulateApproximation({
      width: 8,
      activation: 'tanh',
      seed: 1,
      curve: curveOf('wave', []),
      ...over,
    });
    for (let step = 0; step < steps; step++) one.step();
    return one.view();
  };

  it('one hidden layer comes nearer the wider it is', () => {
    expect(errorOf({ width: 2 }).error).toBeGreaterThan(0.3);
    expect(errorOf({ width: 4 }).error).toBeLessThan(0.2);
    expect(errorOf({ width: 8 }).error).toBeLessThan(0.02);
    expect(errorOf({ width: 16, activation: 'relu' }).error).toBeLessThan(0.06);
  });

  it('what it makes is what its neurons add, and one number', () => {
    const { sum, parts } = errorOf({ width: 5 }, 20);
    const rest = Array.from(sum, (value, i) =>
      parts.reduce((left, part) => left - part[i]!, value),
    );
    for (const value of rest) expect(value).toBeCloseTo(rest[0]!, 5);
  });

  it('curves can be drawn, pulled, and know how often they turn', () => {
    expect(
      ['wave', 'step', 'hill', 'zigzag'].map((name) => countTurns(curveOf(name as 'wave', []))),
    ).toEqual([4, 0, 1, 4]);
    const flat = Array.from({ length: knots }, () => 0);
    const drawn = drawOn(flat, { x: -0.5, y: 0 }, { x: 0, y: 5 });
    expect(drawn[knots >> 1]).toBe(1.2);
    expect(drawn[knots >> 2]).toBe(0);
    expect(drawn[knots - 1]).toBe(0);
    const pulled = pull(flat, handles[4]!, 0.8);
    expect(pulled[handles[4]!]).toBeCloseTo(0.8);
    expect(pulled[handles[4]! + 2]).toBeCloseTo(0.4);
    expect(countTurns(pulled)).toBe(1);
  });
});
