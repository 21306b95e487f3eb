import { describe, expect, it } from 'vitest';
import { createNetwork, type NetworkShape } from './network.ts';
import { activationNames, activations } from './network/activations.ts';
import { deviationOf } from './network/initialisation.ts';
import { addPenalty, clipByNorm, normOf, shrinkWeights } from './network/penalty.ts';
import { createOptimiser } from './optimisers.ts';
import { makePoints } from './points.ts';
import { Random } from './random.ts';

const rows = 5;
const random = new Random(3);
const x = Float64Array.from({ length: rows * 2 }, () => random.normal());
const targets = {
  squared: Float64Array.from({ length: rows * 2 }, () => random.normal()),
  logistic: Float64Array.from({ length: rows * 2 }, () => random.below(2)),
  softmax: Int32Array.from({ length: rows }, () => random.below(2)),
};
const shape = (more: Partial<NetworkShape> = {}): NetworkShape => ({
  inputs: 2,
  layers: [{ units: 4, activation: 'tanh' }, { units: 4, activation: 'sigmoid' }, { units: 2 }],
  loss: 'logistic',
  initialisation: 'he',
  seed: 7,
  ...more,
});

/** The gradient beside what finite differences of the loss say, with the same dropouts each time. */
function compare(of: NetworkShape, training?: number) {
  const network = createNetwork(of);
  const y = targets[of.loss];
  const draws = () => (training === undefined ? undefined : new Random(training));
  // So that no gain is 1, no shift 0, no bias 0.
  const own = new Random(11);
  for (let i = 0; i < network.parameters.length; i++) {
    network.parameters[i]! += 0.1 * own.normal();
  }
  const gradient = network.gradient(x, y, rows, draws()).gradient.slice();
  const h = 1e-6;
  const measured = gradient.map((_, i) => {
    const kept = network.parameters[i]!;
    const at = (value: number) => {
      network.parameters[i] = value;
      return network.evaluate(x, y, rows, draws()).loss;
    };
    const slope = (at(kept + h) - at(kept - h)) / (2 * h);
    network.parameters[i] = kept;
    return slope;
  });
  const difference = gradient.map((g, i) => g - measured[i]!);
  return normOf(difference) / (normOf(gradient) + normOf(measured));
}

describe('the gradient is what finite differences say', () => {
  it.each(['squared', 'logistic', 'softmax'] as const)('of the loss %s', (loss) => {
    expect(compare(shape({ loss }))).toBeLessThan(1e-7);
  });

  it.each(activationNames)('through %s', (activation) => {
    const layers = [
      { units: 4, activation },
      { units: 2, activation },
    ];
    expect(compare(shape({ layers, loss: 'squared' }))).toBeLessThan(1e-6);
  });

  it.each(['batch', 'layer'] as const)('through a %s normalisation', (normalisation) => {
    const layers = [
      { units: 4, activation: 'tanh', normalisation },
      { units: 3, activation: 'elu', normalisation },
      { units: 2 },
    ] as const;
    expect(compare(shape({ layers }), 1)).toBeLessThan(1e-6);
    // By running statistics, as after training.
    expect(compare(shape({ layers }))).toBeLessThan(1e-6);
  });

  it('through dropout, a residual layer, and all at once', () => {
    const dropped = { units: 4, activation: 'tanh', dropout: 0.5 } as const;
    const residual = { units: 4, activation: 'tanh', residual: true } as const;
    const all = { ...dropped, ...residual, normalisation: 'layer' } as const;
    for (const one of [dropped, residual, all]) {
      const layers = [{ units: 4, activation: 'tanh' } as const, one, one, { units: 2 }];
      expect(compare(shape({ layers }), 5)).toBeLessThan(1e-6);
    }
  });

  it('with an elastic net', () => {
    const network = createNetwork(shape());
    const penalty = { l1: 0.3, l2: 0.2 };
    const gradient = new Float64Array(network.parameters.length);
    addPenalty(network, penalty, gradient);
    const value = () => addPenalty(network, penalty, new Float64Array(gradient.length));
    const { weightsAt, biasAt } = network.layers[1]!;
    const h = 1e-6;
    for (const i of [weightsAt, biasAt]) {
      network.parameters[i]! += h;
      const above = value();
      network.parameters[i]! -= 2 * h;
      expect(gradient[i]).toBeCloseTo((above - value()) / (2 * h), 6);
      network.parameters[i]! += h;
    }
    expect(gradient[biasAt]).toBe(0);
  });
});

describe('a network', () => {
  it('shows its layers: pre, post, deltas, weights', () => {
    const network = createNetwork(shape({ loss: 'softmax' }));
    const { activations: made, deltas } = network.gradient(x, targets.softmax, rows);
    const [first] = network.layers;
    const pre = first!.bias[1]! + x[2]! * first!.weights[1]! + x[3]! * first!.weights[4 + 1]!;
    expect(made[0]!.pre[4 + 1]).toBeCloseTo(pre, 12);
    expect(made[0]!.post[4 + 1]).toBeCloseTo(Math.tanh(pre), 12);
    expect(made[2]!.post[0]! + made[2]!.post[1]!).toBeCloseTo(1, 12);
    expect(deltas.map(({ length }) => length)).toEqual([20, 20, 10]);
    // The biases' gradient is the deltas' sum.
    const { gradient } = network.gradient(x, targets.softmax, rows);
    const sum = [0, 1, 2, 3, 4].reduce((all, r) => all + deltas[1]![r * 4 + 2]!, 0);
    expect(gradient[network.layers[1]!.biasAt + 2]).toBeCloseTo(sum, 12);
  });

  it('begins as its initialisation and its seed say', () => {
    const wide = (initialisation: NetworkShape['initialisation'], seed = 1) =>
      createNetwork({
        inputs: 100,
        layers: [{ units: 300 }],
        loss: 'squared',
        initialisation,
        seed,
      });
    const spread = (initialisation: NetworkShape['initialisation']) =>
      normOf(wide(initialisation).layers[0]!.weights) / Math.sqrt(30_000);
    expect(spread('zero')).toBe(0);
    expect(spread('small')).toBeCloseTo(0.01, 3);
    expect(spread('large')).toBeCloseTo(1, 1);
    expect(spread('he')).toBeCloseTo(Math.sqrt(2 / 100), 2);
    expect(wide('he').parameters).toEqual(wide('he').parameters);
    expect(wide('he', 2).parameters).not.toEqual(wide('he').parameters);
  });

  it('seed 002: Xavier’s deviation is √(2 ÷ (n_in + n_out)), gain 1', () => {
    expect(deviationOf('xavier', 3, 5)).toBe(0.5);
    const network = createNetwork({
      inputs: 100,
      layers: [{ units: 300 }],
      loss: 'squared',
      initialisation: 'xavier',
      gain: 2,
      seed: 1,
    });
    const spread = normOf(network.layers[0]!.weights) / Math.sqrt(30_000);
    expect(spread / (2 * Math.sqrt(2 / 400))).toBeCloseTo(1, 1);
  });

  it('learns what no line separates', () => {
    const { x: at, labels } = makePoints('xor', { count: 80, noise: 0, seed: 4 });
    const network = createNetwork(
      shape({ layers: [{ units: 8, activation: 'tanh', normalisation: 'batch' }, { units: 1 }] }),
    );
    const optimiser = createOptimiser('adam', 0.05, network.parameters.length);
    const draws = new Random(1);
    for (let i = 0; i < 200; i++) {
      optimiser.step(network.parameters, network.gradient(at, labels, 80, draws).gradient);
    }
    expect(network.evaluate(at, labels, 80).accuracy).toBeGreaterThan(0.97);
  });

  it('answers the same rows alike, alone or among others, once trained', () => {
    const network = createNetwork(
      shape({ layers: [{ units: 3, normalisation: 'batch', dropout: 0.5 }, { units: 2 }] }),
    );
    network.gradient(x, targets.logistic, rows, new Random(1));
    const together = network.predict(x, rows).slice(0, 2);
    expect(network.predict(x.slice(0, 2), 1).slice(0, 2)).toEqual(together);
  });

  it('refuses a shape that cannot be', () => {
    expect(() => createNetwork(shape({ layers: [] }))).toThrow(RangeError);
    const residual = [{ units: 3, residual: true }, { units: 2 }];
    expect(() => createNetwork(shape({ layers: residual }))).toThrow(/residual/);
    const activated = [{ units: 2, activation: 'relu' }] as const;
    expect(() => createNetwork(shape({ layers: activated }))).toThrow(/activation/);
  });
});

it('brings weights to exactly 0, and a gradient to a norm', () => {
  const network = createNetwork(shape());
  shrinkWeights(network, 0.5);
  const zeros = network.layers[1]!.weights.filter((w) => w === 0).length;
  expect(zeros).toBeGreaterThan(0);
  const long = Float64Array.of(3, 4);
  expect(clipByNorm(long, 1)).toBe(5);
  expect([...long]).toEqual([0.6000000000000001, 0.8]);
  expect(clipByNorm(long, 7)).toBeCloseTo(1, 12);
});

it.each(activationNames)('%s has the derivative that finite differences say', (name) => {
  const { of, slope } = activations[name];
  for (const z of [-800, -3, -0.4, 0.3, 2, 800]) {
    expect(slope(z, of(z))).toBeCloseTo((of(z + 1e-6) - of(z - 1e-6)) / 2e-6, 6);
  }
});
