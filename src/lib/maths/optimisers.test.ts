import { describe, expect, it } from 'vitest';
import { createOptimiser, optimiserNames, type OptimiserName } from './optimisers.ts';

/** Two steps from w = 1 with η = 0.1 and gradients 2, then −1, worked out by hand from the papers. */
const twoSteps: Readonly<Record<OptimiserName, readonly [number, number]>> = {
  // 1 − 0.1·2; then + 0.1·1
  sgd: [0.8, 0.9],
  // v = −0.2; v = −0.18 + 0.1 = −0.08
  momentum: [0.8, 0.72],
  // v = −0.2, moves −0.18 − 0.2; v = −0.18 + 0.1 = −0.08, moves −0.072 + 0.1
  nesterov: [0.62, 0.648],
  // √4; √5
  adagrad: [0.9, 0.9 + 0.1 / Math.sqrt(5)],
  // √0.4; √(0.36 + 0.1)
  rmsprop: [1 - 0.2 / Math.sqrt(0.4), 1 - 0.2 / Math.sqrt(0.4) + 0.1 / Math.sqrt(0.46)],
  // s = 0.2, d = −√(1e-6 ÷ 0.200001)·2, u = 0.05·d²; s = 0.24, d = √((u + 1e-6) ÷ 0.240001)
  adadelta: [
    1 - 0.1 * Math.sqrt(1e-6 / 0.200001) * 2,
    1 -
      0.1 * Math.sqrt(1e-6 / 0.200001) * 2 +
      0.1 * Math.sqrt((0.05 * 4 * (1e-6 / 0.200001) + 1e-6) / 0.240001),
  ],
  // m̂ = 2, v̂ = 4; m = 0.18 − 0.1 = 0.08, m̂ = 0.08 ÷ 0.19; v = 0.003996 + 0.001, v̂ = v ÷ 0.001999
  adam: [0.9, 0.9 - (0.1 * (0.08 / 0.19)) / Math.sqrt(0.004996 / 0.001999)],
};

describe.each([...optimiserNames])('%s', (name) => {
  it('moves as published', () => {
    const w = Float64Array.of(1);
    const optimiser = createOptimiser(name, 0.1, 1);
    optimiser.step(w, Float64Array.of(2));
    expect(w[0]).toBeCloseTo(twoSteps[name][0], 7);
    optimiser.step(w, Float64Array.of(-1));
    expect(w[0]).toBeCloseTo(twoSteps[name][1], 7);
  });

  it('goes down a bowl', () => {
    const w = Float64Array.of(3, -2);
    const optimiser = createOptimiser(name, name === 'adadelta' ? 10 : 0.1, 2);
    for (let i = 0; i < 500; i++) optimiser.step(w, Float64Array.of(w[0]!, 4 * w[1]!));
    expect(Math.hypot(...w)).toBeLessThan(0.5);
  });

  it('goes on from its state as if it had not stopped', () => {
    const gradients = [0.3, -0.7, 1.1, 0.2].map((g) => Float64Array.of(g));
    const whole = Float64Array.of(1);
    const optimiser = createOptimiser(name, 0.05, 1);
    for (const g of gradients) optimiser.step(whole, g);
    const broken = Float64Array.of(1);
    const first = createOptimiser(name, 0.05, 1);
    for (const g of gradients.slice(0, 2)) first.step(broken, g);
    const second = createOptimiser(name, 0.05, 1, structuredClone(first.state));
    for (const g of gradients.slice(2)) second.step(broken, g);
    expect(broken).toEqual(whole);
  });
});

it('refuses the state of another optimiser', () => {
  const { state } = createOptimiser('adam', 0.1, 1);
  expect(() => createOptimiser('sgd', 0.1, 1, state)).toThrow(RangeError);
});
