import { describe, expect, it } from 'vitest';
import {
  at,
  byLoss,
  drawConfigs,
  fullEpochs,
  gridLevels,
  Search,
  space,
  strategies,
} from './search.ts';

const budget = 512;

/** Runs a search on a loss that falls with epochs towards what the learning rate allows. */
function run(strategy: (typeof strategies)[number]) {
  const search = new Search(strategy, budget, 1);
  for (let trial = search.next(); trial; trial = search.next()) {
    const limit = Math.abs(Math.log10(trial.config.rate) + 2);
    search.report(trial.id, limit + 1 / (trial.epochs + 1));
  }
  return search;
}

describe('a budget of epochs', () => {
  it.each(strategies)('is never exceeded by %s, and nearly spent', (strategy) => {
    const { spent, trials } = run(strategy);
    expect(spent).toBeLessThanOrEqual(budget);
    expect(spent).toBeGreaterThan(0.9 * budget);
    expect(trials.reduce((sum, { epochs }) => sum + epochs, 0)).toBe(spent);
  });

  it('buys more beginnings with halving, and the better half goes on', () => {
    const { trials } = run('halving');
    expect(trials.length).toBeGreaterThan(2.5 * run('random').trials.length);
    const full = trials.filter(({ epochs }) => epochs === fullEpochs);
    expect(full.length).toBe(Math.ceil(trials.length / 8));
    const [best] = [...trials].sort(byLoss);
    expect(best!.epochs).toBe(fullEpochs);
    expect(trials.every(({ over }) => over)).toBe(true);
  });

  it('puts trials that left the numbers last', () => {
    const search = new Search('halving', budget, 1);
    for (let trial = search.next(); trial; trial = search.next()) {
      search.report(trial.id, trial.id % 2 === 0 ? Number.NaN : trial.id);
    }
    expect(Number.isFinite([...search.trials].sort(byLoss)[0]!.loss)).toBe(true);
    expect(
      search.trials.filter(({ epochs }) => epochs === fullEpochs).every(({ id }) => id % 2 === 1),
    ).toBe(true);
  });
});

describe('the settings', () => {
  it('of a grid are every combination of a few levels', () => {
    expect(gridLevels(16)).toEqual([2, 2, 2, 2]);
    expect(gridLevels(8)).toEqual([2, 2, 2, 1]);
    expect(gridLevels(24)).toEqual([3, 2, 2, 2]);
    const configs = drawConfigs('grid', budget, 1);
    expect(configs).toHaveLength(16);
    expect(new Set(configs.map(({ rate }) => rate)).size).toBe(2);
  });

  it('drawn at random are as many values of each as trials, all within the space', () => {
    const configs = drawConfigs('random', budget, 1);
    expect(new Set(configs.map(({ rate }) => rate)).size).toBe(16);
    for (const config of configs) {
      for (const { key, least, most } of space) {
        expect(config[key]).toBeGreaterThanOrEqual(least);
        expect(config[key]).toBeLessThanOrEqual(most);
      }
    }
    expect(drawConfigs('random', budget, 1)).toEqual(configs);
    expect(at(space[0]!, 0.5)).toBeCloseTo(0.01, 12);
  });
});
