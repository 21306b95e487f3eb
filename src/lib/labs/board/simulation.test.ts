import { expect, it } from 'vitest';
import { lookEvery, simulate, steps, validateEvery, type Noted } from './simulation.ts';

const settings = { optimiser: 'sgd' as const, rate: 0.3, batch: 8, hidden: 8, seed: 1 };

function trained(of = settings) {
  const simulation = simulate(of);
  while (simulation.step() !== false);
  return simulation.view();
}
const lossOf = (noted: readonly Noted[]) => noted.at(-1)!.validation!.loss;

it('learns, and notes each batch, each look and the hidden layer at the end', () => {
  const { noted, hidden } = trained();
  expect(noted).toHaveLength(steps);
  expect(noted.filter(({ validation }) => validation)).toHaveLength(1 + steps / validateEvery);
  expect(noted.filter(({ weights }) => weights)).toHaveLength(1 + steps / lookEvery);
  expect(noted[0]!.weights!.map(({ length }) => length)).toEqual([16, 64, 8]);
  expect(lossOf(noted)).toBeLessThan(noted[0]!.validation!.loss / 2);
  expect(hidden?.vectors).toHaveLength(120 * 8);
});

it('is the same for the same settings, and tells each thing once', () => {
  expect(trained().noted.map(({ loss }) => loss)).toEqual(trained().noted.map(({ loss }) => loss));
  const simulation = simulate(settings);
  simulation.step();
  expect(simulation.view().noted).toHaveLength(1);
  expect(simulation.view().noted).toHaveLength(0);
});

it('learns worse with a rate that is too small', () => {
  expect(lossOf(trained({ ...settings, rate: 0.005 }).noted)).toBeGreaterThan(
    2 * lossOf(trained().noted),
  );
});
