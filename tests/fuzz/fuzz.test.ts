/** A few hundred cases of every kind, the same ones at every run; `npm run fuzz` tries as many as one likes. */
import { expect, it } from 'vitest';
import { fuzz } from './fuzz.ts';
import { targets } from './targets/all.ts';

it('what comes from outside is taken in whole, or refused by a code with nothing left of it', async () => {
  const { findings, ends } = await fuzz({ targets, seed: 2, to: 600 });
  expect(findings).toEqual([]);
  expect([...ends.keys()].sort()).toEqual(targets.map(({ name }) => name).sort());
}, 240_000);
