import { describe, expect, it } from 'vitest';
import { initialValues } from '#lib/learn/fields.ts';
import { optimiserNames } from '#lib/maths/optimisers.ts';
import { networkSets, racePoints, side, type NetworkSet } from './network-race.ts';
import { fields, networkEntrantsOf } from './settings.ts';
import { simulate } from './simulation.ts';

const settings = (set: NetworkSet) => ({
  set,
  seed: 1,
  entrants: networkEntrantsOf(initialValues(fields)),
});

describe.each([...networkSets])('the race on a network, %s', (set) => {
  it('begins alike for all, ends lower for each, and comes again from its seed', () => {
    const race = simulate(settings(set));
    const { standings } = race.view();
    expect(standings.map(({ name }) => name)).toEqual([...optimiserNames]);
    for (const { loss, field } of standings) {
      expect(loss).toBe(standings[0]!.loss);
      expect(field).toEqual(standings[0]!.field);
      expect(field).toHaveLength(side * side);
    }
    for (let i = 0; i < 300; i++) race.step();
    const after = race.view();
    for (const { loss } of after.standings) expect(loss).toBeLessThan(standings[0]!.loss);
    expect(Math.min(...after.standings.map(({ loss }) => loss))).toBeLessThan(0.25);
    expect(after.losses.steps.at(-1)).toBe(300);
    expect(after.losses.series).toHaveLength(7);

    const again = simulate(settings(set));
    for (let i = 0; i < 300; i++) again.step();
    expect(again.view()).toEqual(after);
  });
});

it('has as many points of both classes', () => {
  const { labels } = racePoints({ set: 'spiral', seed: 3 });
  expect(labels.filter((label) => label === 1)).toHaveLength(labels.length / 2);
});

it('has nothing to do where nobody races', () => {
  const race = simulate({ ...settings('moons'), entrants: [] });
  expect(race.step()).toBe(false);
  expect(race.view().standings).toEqual([]);
});
