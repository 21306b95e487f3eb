import { expect, it } from 'vitest';
import { growthOf } from './growth.ts';

const slack = { share: 0.05, least: 10 };

it('what fills up at first and then stays is flat', () => {
  const readings = [200, 700, 1000, 1010, 990, 1005, 1000, 995, 1015, 1000];
  expect(growthOf('heap', readings, slack)).toMatchObject({ flat: true });
});

it('one outlier is none, a steady rise is growth', () => {
  const steady = Array.from({ length: 12 }, (_, i) => 1000 + 20 * i);
  expect(growthOf('heap', steady, slack)).toMatchObject({ flat: false });
  const outlier = [...Array<number>(11).fill(1000), 3000];
  expect(growthOf('heap', outlier, slack)).toMatchObject({ flat: true });
});
