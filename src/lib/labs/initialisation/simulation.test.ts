import { describe, expect, it } from 'vitest';
import type { Settings } from './setup.ts';
import { simulate } from './simulation.ts';

const settings: Settings = {
  set: 'circles',
  depth: 10,
  activation: 'tanh',
  initialisation: 'xavier',
  gain: 1,
  rate: 0.1,
  residual: false,
  normalisation: undefined,
  clip: false,
  seed: 1,
};
const run = (more: Partial<Settings>, steps = 0) => {
  const simulation = simulate({ ...settings, ...more });
  for (let i = 0; i < steps && simulation.step() !== false; i++);
  return simulation.view();
};
/** How much of the output layer's gradient is left at the first. */
const left = (more: Partial<Settings>) => {
  const { layers } = run(more);
  return layers[0]!.norm / layers.at(-1)!.norm;
};

describe('the gradient on its way back through ten layers', () => {
  it('keeps its size with Xavier and tanh, with He and ReLU', () => {
    for (const more of [{}, { initialisation: 'he', activation: 'relu' } as const]) {
      expect(left(more)).toBeGreaterThan(0.1);
      expect(left(more)).toBeLessThan(10);
    }
  });

  it('vanishes through sigmoids, and is nothing from zeros', () => {
    expect(left({ activation: 'sigmoid' })).toBeLessThan(1e-5);
    expect(run({ initialisation: 'zero' }).layers[3]!.still).toBe(1);
    expect(run({ initialisation: 'small' }).layers[5]!.norm).toBeLessThan(1e-10);
  });

  it('explodes from large weights through ReLU until nothing is a number; clipping holds it', () => {
    const large = { activation: 'relu', initialisation: 'large' } as const;
    expect(run(large).layers[0]!.norm).toBeGreaterThan(1000);
    expect(run(large, 20).broken).toBe(true);
    expect(run({ ...large, clip: true }, 20).broken).toBe(false);
  });

  it('comes through by residual layers and by normalisation', () => {
    const small = { initialisation: 'small' } as const;
    for (const cure of [{ residual: true }, { normalisation: 'layer' } as const]) {
      const { layers } = run({ ...small, ...cure });
      expect(layers[5]!.norm).toBeGreaterThan(1e-6);
    }
  });
});

it('looks without changing what it looks at', () => {
  const one = simulate({ ...settings, normalisation: 'batch' });
  const other = simulate({ ...settings, normalisation: 'batch' });
  for (let i = 0; i < 5; i++) {
    one.step();
    other.step();
    other.view();
  }
  expect(other.view()).toEqual(one.view());
});
