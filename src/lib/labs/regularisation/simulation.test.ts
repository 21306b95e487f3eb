import { expect, it } from 'vitest';
import { patience, type Settings } from './setup.ts';
import { simulate } from './simulation.ts';

const settings: Settings = {
  set: 'moons',
  noise: 0.22,
  count: 40,
  seed: 1,
  l1: 0,
  l2: 0,
  dropout: 0,
  jitter: 0,
  early: false,
};
const run = (more: Partial<Settings>, epochs: number) => {
  const simulation = simulate({ ...settings, ...more });
  for (let i = 0; i < epochs && simulation.step() !== false; i++);
  return simulation;
};

it('overfits few noisy points, and less with what regularises', () => {
  const plain = run({}, 150).view();
  expect(plain.validation.loss - plain.train.loss).toBeGreaterThan(0.2);
  for (const cure of [{ l2: 1 }, { jitter: 0.2 }]) {
    const { train, validation } = run(cure, 150).view();
    expect(validation.loss).toBeLessThan(plain.validation.loss);
    expect(validation.loss - train.loss).toBeLessThan(0.2);
  }
});

it('stops early and goes back to where the validation loss was least', () => {
  const view = run({ early: true }, 1000).view();
  expect(view.kept).toBe(true);
  expect(view.validation.loss).toBe(view.best.loss);
  expect(view.losses.steps.at(-1)).toBe(view.best.epoch + patience);
});

it('makes weights 0 by L1 alone', () => {
  expect(run({ l1: 10 }, 60).view().zeros).toBeGreaterThan(100);
  expect(run({ l2: 10 }, 60).view().zeros).toBe(0);
});

it('shows the test set while it is open, and covers it when it goes on', () => {
  const simulation = run({}, 1);
  expect(simulation.view().test).toBeUndefined();
  simulation.change!('open');
  expect(simulation.view().test!.loss).toBeGreaterThan(0);
  simulation.step();
  expect(simulation.view().test).toBeUndefined();
});
