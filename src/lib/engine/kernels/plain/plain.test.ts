import { describe, expect, it } from 'vitest';
import { difference, randomCase, type RandomCase } from '../random-case.ts';
import type { Cell } from '../recurrent.ts';
import { openPlainKernels } from './open.ts';
import { walk, walkBack, type Rows, type Weights } from './run.ts';

const cells: readonly Cell[] = ['lstm', 'gru', 'simple'];
const kernels = openPlainKernels();

const inDoubles = (values: Float32Array): Float64Array => Float64Array.from(values);

/** A case in float64, in which finite differences are exact to some nine digits. */
function doubles({ weights, sequences }: RandomCase) {
  const { initial } = sequences;
  const wide: Weights<Float64Array> = {
    kernel: inDoubles(weights.kernel),
    recurrent: inDoubles(weights.recurrent),
    bias: inDoubles(weights.bias),
  };
  const rows = {
    ...sequences,
    data: inDoubles(sequences.data),
    initial: {
      hidden: inDoubles(initial.hidden),
      ...(initial.carry ? { carry: inDoubles(initial.carry) } : {}),
    },
  };
  return { weights: wide, rows };
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number> | undefined): number =>
  b ? Array.from(b).reduce((sum, value, i) => sum + value * a[i]!, 0) : 0;

describe.each(cells)('plain %s', (cell) => {
  it.each([false, true])('has the gradients of finite differences, backwards %s', (backwards) => {
    const made = randomCase({ cell, inputs: 3, units: 4, batch: 3, steps: 5 });
    const { shape, outputs, final } = made;
    const { weights, rows: forwards } = doubles(made);
    const rows: Rows = { ...forwards, backwards };
    const loss = () => {
      const result = walk(shape, weights, rows);
      return (
        dot(result.outputs, outputs) +
        dot(result.final.hidden, final.hidden) +
        dot(result.final.carry, final.carry)
      );
    };
    const found = walkBack(shape, weights, walk(shape, weights, rows), outputs, final);
    const pairs: [Float64Array, Float64Array][] = [
      [forwards.data, found.inputs],
      [weights.kernel, found.weights.kernel],
      [weights.recurrent, found.weights.recurrent],
      [weights.bias, found.weights.bias],
      [forwards.initial.hidden, found.initial.hidden],
    ];
    if (forwards.initial.carry) pairs.push([forwards.initial.carry, found.initial.carry]);
    for (const [values, gradient] of pairs) {
      expect(difference(gradient, slopes(values, loss))).toBeLessThan(1e-8);
    }
  });

  it('neither sees nor moves what lies beyond a length', () => {
    const { shape, weights, sequences, outputs, final } = randomCase({
      cell,
      inputs: 3,
      units: 4,
      batch: 4,
      steps: 6,
    });
    const layer = kernels.layer(shape, weights);
    const { steps, lengths } = sequences;
    const beyond = (at: number, width: number) =>
      Math.floor(at / width) % steps >= lengths[Math.floor(at / width / steps)]!;
    const data = sequences.data.map((value, at) => (beyond(at, 3) ? 1000 : value));
    const wild = outputs.map((value, at) => (beyond(at, 4) ? 1000 : value));
    const calm = layer.record(sequences);
    const moved = layer.record({ ...sequences, data });
    expect(moved.outputs).toEqual(calm.outputs);
    expect(moved.final).toEqual(calm.final);
    expect(calm.outputs.filter((value, at) => beyond(at, 4) && value !== 0)).toHaveLength(0);
    const gradients = layer.backward(calm.tape, outputs, final);
    expect(layer.backward(moved.tape, wild, final)).toEqual(gradients);
    expect(gradients.inputs.filter((value, at) => beyond(at, 3) && value !== 0)).toHaveLength(0);
  });

  it('walks backwards as it walks the reversed text forwards', () => {
    const { shape, weights, sequences } = randomCase({
      cell,
      inputs: 2,
      units: 3,
      batch: 1,
      steps: 4,
    });
    const { data, initial } = sequences;
    const layer = kernels.layer(shape, weights);
    const back = layer.forward({ data, batch: 1, steps: 4, initial, backwards: true });
    const turned = layer.forward({ data: reversed(data, 2), batch: 1, steps: 4, initial });
    expect(reversed(back.outputs, 3)).toEqual(turned.outputs);
    expect(back.final).toEqual(turned.final);
  });

  it('goes on from a state as if it had never stopped', () => {
    const { shape, weights, sequences } = randomCase({
      cell,
      inputs: 2,
      units: 3,
      batch: 1,
      steps: 5,
    });
    const { data, initial } = sequences;
    const layer = kernels.layer(shape, weights);
    const whole = layer.forward({ data, batch: 1, steps: 5, initial });
    const first = layer.forward({ data: data.subarray(0, 4), batch: 1, steps: 2, initial });
    const state = first.final;
    const rest = layer.forward({ data: data.subarray(4), batch: 1, steps: 3, initial: state });
    // The state between is rounded to float32.
    expect(difference(rest.final.hidden, whole.final.hidden)).toBeLessThan(1e-6);
    expect(difference(rest.outputs, whole.outputs.subarray(6))).toBeLessThan(1e-6);
    for (let t = 2; t < 5; t++) layer.step(data.subarray(t * 2, t * 2 + 2), state, state);
    expect(difference(state.hidden, whole.final.hidden)).toBeLessThan(1e-6);
  });
});

it('shows its gates and takes other weights', () => {
  const { shape, weights, sequences } = randomCase({
    cell: 'lstm',
    inputs: 2,
    units: 3,
    batch: 2,
    steps: 2,
  });
  const layer = kernels.layer(shape, weights);
  const { tape, outputs } = layer.record({ ...sequences, lengths: undefined });
  const [gates, carries] = [tape.gates(), tape.carries()!];
  const output = gates.subarray(9, 12);
  expect(output[0]! * Math.tanh(carries[0]!)).toBeCloseTo(outputs[0]!, 6);
  layer.update({ ...weights, bias: weights.bias.map((value) => value + 1) });
  expect(layer.forward(sequences).outputs).not.toEqual(outputs);
  tape.dispose();
  expect(() => tape.gates()).toThrow('disposed');
});

it('says which size is wrong', () => {
  const { shape, weights, sequences } = randomCase({
    cell: 'lstm',
    inputs: 2,
    units: 3,
    batch: 2,
    steps: 2,
  });
  const layer = kernels.layer(shape, weights);
  expect(() => layer.forward({ ...sequences, steps: 3 })).toThrow('data: 8 values, not 12');
  expect(() => kernels.layer({ ...shape, units: 4 }, weights)).toThrow('kernel');
});

/** Central differences. */
function slopes(values: Float64Array, loss: () => number): Float64Array {
  const h = 1e-5;
  return values.map((value, at) => {
    values[at] = value + h;
    const above = loss();
    values[at] = value - h;
    const below = loss();
    values[at] = value;
    return (above - below) / (2 * h);
  });
}

function reversed(values: Float32Array, width: number): Float32Array {
  const steps = values.length / width;
  return values.map(
    (_, at) => values[(steps - 1 - Math.floor(at / width)) * width + (at % width)]!,
  );
}
