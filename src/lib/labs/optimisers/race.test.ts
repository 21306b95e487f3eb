import { describe, expect, it } from 'vitest';
import { initialValues } from '#lib/learn/fields.ts';
import {
  constantsOf,
  createOptimiser,
  optimiserNames,
  type OptimiserConstants,
  type OptimiserName,
} from '#lib/maths/optimisers.ts';
import { firstStepOfAdam, hasBeatenAdam, isBalanced, isStuck } from './checks.ts';
import { terrains, type Terrain } from './maths.ts';
import { Race } from './race.ts';
import { entrantsOf, fields, replaced, startOf, tunedOf, type Settings } from './settings.ts';

const settings = (changes: Partial<Settings> = {}): Settings => ({
  ...initialValues(fields),
  surface: 'bowl',
  ...changes,
});

function race(values: Settings, steps: number) {
  const one = new Race(terrains[values.surface], entrantsOf(values), {
    start: startOf(values),
    noise: values.noise,
    seed: values.seed,
  });
  for (let i = 0; i < steps; i++) one.step();
  return one.standings;
}

/** Where θ = 1 is after gradients 2 and −1 at a rate of 0.1. */
function twoSteps(name: OptimiserName, tuned: Partial<OptimiserConstants> = {}) {
  const theta = Float64Array.of(1);
  const optimiser = createOptimiser(name, 0.1, 1, undefined, tuned);
  return [2, -1].map((g) => {
    optimiser.step(theta, Float64Array.of(g));
    return theta[0]!;
  });
}
const near = (values: readonly number[], expected: readonly number[]) =>
  values.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));

describe('the formulas of the lectures, two steps by hand', () => {
  it('seed 002: SGD, θ − α·g', () => {
    near(twoSteps('sgd'), [1 - 0.1 * 2, 0.8 + 0.1 * 1]);
  });

  it('seed 002: Momentum, v = γ·v + α·g and θ − v', () => {
    // v = 0.2; v = 0.9·0.2 − 0.1 = 0.08
    near(twoSteps('momentum'), [0.8, 0.72]);
  });

  it('seed 002: Nesterov, v = γ·v + α·∇C(θ − γ·v), on C = ½·θ²', () => {
    // v = 0.1·1 = 0.1, θ = 0.9; v = 0.09 + 0.1·(0.9 − 0.09) = 0.171, θ = 0.729
    const line: Terrain = { ...terrains.bowl, start: [1, 0] };
    const one = new Race(line, [{ name: 'nesterov', rate: 0.1, tuned: { decay: 0.9 } }], {
      start: line.start,
      noise: 0,
      seed: 1,
    });
    for (const [v, theta] of [
      [0.1, 0.9],
      [0.171, 0.729],
    ] as const) {
      one.step();
      const { variables, path } = one.standings[0]!;
      const of = (key: string) => variables.find((variable) => variable.key === key)!.values[0];
      expect(of('v')).toBeCloseTo(v, 12);
      expect(of('behind')).toBeCloseTo(theta, 12);
      // It is drawn where it will ask for the slope.
      expect(path.at(-1)![0]).toBeCloseTo(theta - 0.9 * v, 12);
    }
  });

  it('seed 002: AdaGrad, θ − α·g ÷ √(G + ε)', () => {
    const first = 1 - (0.1 * 2) / Math.sqrt(4 + 0.5);
    near(twoSteps('adagrad', { tiny: 0.5, inside: true }), [
      first,
      first + 0.1 / Math.sqrt(4 + 1 + 0.5),
    ]);
  });

  it('seed 002: RMSprop, θ − η·g ÷ √(E[g²] + ε)', () => {
    // E = 0.1·4; E = 0.9·0.4 + 0.1·1
    const first = 1 - (0.1 * 2) / Math.sqrt(0.4 + 0.5);
    near(twoSteps('rmsprop', { tiny: 0.5, inside: true }), [
      first,
      first + 0.1 / Math.sqrt(0.46 + 0.5),
    ]);
  });

  it('seed 002: AdaDelta, Δθ = −RMS[Δθ] ÷ RMS[g] · g', () => {
    const theta = Float64Array.of(1);
    const optimiser = createOptimiser('adadelta', 1, 1, undefined, { decay: 0.9, tiny: 0.01 });
    const first = -(Math.sqrt(0.01) / Math.sqrt(0.4 + 0.01)) * 2;
    optimiser.step(theta, Float64Array.of(2));
    expect(theta[0]).toBeCloseTo(1 + first, 12);
    const second = Math.sqrt(0.1 * first ** 2 + 0.01) / Math.sqrt(0.46 + 0.01);
    optimiser.step(theta, Float64Array.of(-1));
    expect(theta[0]).toBeCloseTo(1 + first + second, 12);
  });

  it('seed 002: Adam, θ − η·m̂ ÷ (√v̂ + ε)', () => {
    // m = 0.2, m̂ = 2; v = 0.004, v̂ = 4. m = 0.18 − 0.1, v = 0.003996 + 0.001.
    const first = 1 - (0.1 * 2) / (2 + 0.5);
    near(twoSteps('adam', { tiny: 0.5 }), [
      first,
      first - (0.1 * (0.08 / 0.19)) / (Math.sqrt(0.004996 / 0.001999) + 0.5),
    ]);
  });

  it('seed 001: Adam without ε, its corrected values apart from Vdw and Sdw', () => {
    const ours = twoSteps('adam', { tiny: 0 });
    const second = (0.1 * (0.08 / 0.19)) / Math.sqrt(0.004996 / 0.001999);
    near(ours, [0.9, 0.9 - second]);
    // Taken to the letter, with the corrected values kept, the second step is another.
    const kept = (0.9 * 2 - 0.1) / 0.19 / Math.sqrt((0.999 * 4 + 0.001) / 0.001999);
    expect((0.1 * kept) / second).toBeLessThan(0.8);
  });
});

it('ε inside and outside the root agree where gradients are large, and part where they are small', () => {
  for (const name of ['adagrad', 'rmsprop'] as const) {
    const steps = (inside: boolean, g: number) => {
      const theta = Float64Array.of(1);
      createOptimiser(name, 0.1, 1, undefined, { inside }).step(theta, Float64Array.of(g));
      return 1 - theta[0]!;
    };
    expect(steps(true, 1)).toBeCloseTo(steps(false, 1), 7);
    expect(steps(true, 1e-5) / steps(false, 1e-5)).toBeLessThan(0.4);
  }
});

it('runs at first with the constants of Teach, but for where the lectures put ε', () => {
  for (const name of optimiserNames) {
    const told = { ...constantsOf(name), ...tunedOf(settings({ inside: false }), name) };
    expect(told).toEqual(constantsOf(name));
  }
});

it('races them all from one place with one noise', () => {
  const noisy = settings({ noise: 0.3, seed: 5 });
  const standings = race(noisy, 20);
  expect(standings.map(({ name }) => name)).toEqual([...optimiserNames]);
  const gradient = (i: number) => standings[i]!.variables[0]!.values[0]!;
  const slope = (i: number) => terrains.bowl.slope(...standings[i]!.path.at(-2)!)[0];
  expect(gradient(0) - slope(0)).toBeCloseTo(gradient(6) - slope(6), 12);
  expect(race(noisy, 20)).toEqual(standings);
});

it('gives up one that is lost, and goes on with the others', () => {
  const wild = settings({ surface: 'ravine', rates: [2, 0.03, 0.03, 0.5, 0.05, 1, 0.1] });
  const [sgd, momentum] = race(wild, 200);
  expect(sgd).toMatchObject({ isLost: true, arrived: undefined });
  expect(sgd!.path.every((place) => place.every(Number.isFinite))).toBe(true);
  expect(momentum!.arrived).toBeDefined();
});

describe('the tasks', () => {
  it('of being stuck: done on the saddle, not elsewhere at the beginning', () => {
    const saddle = settings({ surface: 'saddle' });
    expect(isStuck(race(saddle, 100), saddle)).toBe(true);
    expect(isStuck(race(saddle, 20), saddle)).toBe(false);
    for (const surface of ['bowl', 'ravine', 'rosenbrock'] as const) {
      const other = settings({ surface });
      for (const steps of [80, 200, 600]) expect(isStuck(race(other, steps), other)).toBe(false);
    }
  });

  it('of Adam’s first step: 1 η, 3.16 η without the correction, 1 η again with β₂ = 0.99', () => {
    const stepOf = (values: Settings) => firstStepOfAdam(race(values, 1), values, terrains.bowl);
    expect(stepOf(settings())).toBeCloseTo(1, 6);
    const raw = settings({ corrected: false });
    expect(stepOf(raw)).toBeCloseTo(0.1 / Math.sqrt(0.001), 5);
    expect(isBalanced(raw, stepOf(raw))).toBe(false);
    expect(isBalanced(settings(), stepOf(settings()))).toBe(false);
    const balanced = settings({ corrected: false, betas: [0.9, 0.99] });
    expect(stepOf(balanced)).toBeCloseTo(1, 6);
    expect(isBalanced(balanced, stepOf(balanced))).toBe(true);
  });

  it('of beating Adam: not as it begins, but with a larger rate and less memory', () => {
    const ravine = settings({ surface: 'ravine' });
    expect(hasBeatenAdam(race(ravine, 200), ravine)).toBe(false);
    const tuned = {
      ...ravine,
      rates: replaced(ravine.rates, 1, 0.2),
      gammas: replaced(ravine.gammas, 0, 0.8),
    };
    expect(hasBeatenAdam(race(tuned, 200), tuned)).toBe(true);
    const hobbled = { ...tuned, rates: replaced(tuned.rates, 6, 0.01) };
    expect(hasBeatenAdam(race(hobbled, 400), hobbled)).toBe(false);
  });
});
