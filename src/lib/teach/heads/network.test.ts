import { describe, expect, it } from 'vitest';
import { Network, type Penalty, type Rows } from './network.ts';
import { Random } from '#lib/maths/random.ts';

const random = new Random(4);
const rows: Rows = {
  x: Float64Array.from({ length: 6 * 5 }, () => random.normal()),
  labels: Int32Array.of(0, 1, 2, 1, 0, 2),
  weights: Float64Array.of(1, 2, 0.5, 1, 3, 0),
};
const batch = [0, 1, 2, 4, 5];

const penalties: readonly [string, Penalty][] = [
  ['no penalty', { l1: 0, l2: 0 }],
  ['L1', { l1: 0.03, l2: 0 }],
  ['L2', { l1: 0, l2: 0.2 }],
  ['elastic net', { l1: 0.02, l2: 0.1 }],
];

describe.each([
  ['softmax regression', 0],
  ['MLP', 7],
])('%s', (_, hidden) => {
  const network = new Network({ inputs: 5, hidden, outputs: 3 });
  const parameters = network.initialise(new Random(9)).map((value) => value + 0.01);

  it.each(penalties)('has the gradient of finite differences with %s', (_, penalty) => {
    compare(penalty, undefined);
  });

  it('has it with dropout too, the same inputs dropped', () => {
    compare({ l1: 0.01, l2: 0.1 }, 0.4);
  });

  function compare(penalty: Penalty, rate: number | undefined): void {
    const gradient = new Float64Array(network.size);
    const scratch = new Float64Array(network.size);
    const loss = (at: Float64Array, into: Float64Array) => {
      const dropout = rate === undefined ? undefined : { rate, random: new Random(3) };
      return network.gradient(at, rows, batch, penalty, into, dropout);
    };
    loss(parameters, gradient);
    const step = 1e-5;
    for (let i = 0; i < network.size; i++) {
      const up = parameters.slice();
      const down = parameters.slice();
      up[i]! += step;
      down[i]! -= step;
      const slope = (loss(up, scratch) - loss(down, scratch)) / (2 * step);
      expect(Math.abs(slope - gradient[i]!)).toBeLessThan(1e-7);
    }
  }
});

it('weights count as copies of a row do', () => {
  const network = new Network({ inputs: 5, hidden: 0, outputs: 3 });
  const parameters = network.initialise(new Random(1));
  const twice = new Float64Array(network.size);
  const weighted = new Float64Array(network.size);
  const even = { ...rows, weights: new Float64Array(6).fill(1) };
  const none = { l1: 0, l2: 0 };
  const copies = network.gradient(parameters, even, [0, 1, 1, 4, 4, 4], none, twice);
  const weights = network.gradient(parameters, rows, [0, 1, 4], none, weighted);
  expect(weights).toBeCloseTo(copies, 12);
  weighted.forEach((value, i) => expect(value).toBeCloseTo(twice[i]!, 12));
});
