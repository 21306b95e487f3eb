import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startWasm } from '../../../../../scripts/models/node.ts';
import { openPlainKernels } from '../plain/open.ts';
import { difference, randomCase } from '../random-case.ts';
import type { Cell } from '../recurrent.ts';
import {
  bidirectionalOutputs,
  recurrentOutputs,
  recurrentStates,
  type RecurrentTensors,
} from './fused-recurrent.ts';
import { onProcessor } from './on-processor.ts';
import { segmentSumConfig } from './segment-sum.ts';
import { registerRecurrent } from './tensor-kernels.ts';

const cells = ['lstm', 'gru', 'simple'] as const;
const size = { inputs: 5, units: 6, batch: 4, steps: 7 };

beforeAll(async () => {
  tf.registerKernel(segmentSumConfig);
  const kernels = onProcessor(openPlainKernels());
  registerRecurrent('cpu', kernels);
  registerRecurrent('wasm', kernels);
  await startWasm();
});

/** The layer of tf.layers with gates as ours: its own second opinion of what a layer is. */
function layersLayer(cell: Cell, units: number, extra: object = {}) {
  const config = {
    units,
    activation: 'tanh',
    recurrentActivation: 'sigmoid',
    returnSequences: true,
    ...extra,
  } as const;
  if (cell === 'lstm') return tf.layers.lstm(config);
  return cell === 'gru' ? tf.layers.gru(config) : tf.layers.simpleRNN(config);
}

function tensorsOf(cell: Cell) {
  const { weights, sequences, outputs } = randomCase({ cell, ...size });
  const { inputs, units, batch, steps } = size;
  const columns = weights.bias.length;
  return {
    data: tf.tensor3d(sequences.data, [batch, steps, inputs]),
    kernel: tf.tensor2d(weights.kernel, [inputs, columns]),
    recurrent: tf.tensor2d(weights.recurrent, [units, columns]),
    bias: tf.tensor1d(weights.bias),
    asked: tf.tensor3d(outputs, [batch, steps, units]),
    state: tf.tensor2d(sequences.initial.hidden, [batch, units]),
  };
}

const weightsOf = ({ kernel, recurrent, bias }: RecurrentTensors) => ({ kernel, recurrent, bias });

function expectClose(ours: tf.Tensor[], theirs: tf.Tensor[], tolerance = 2e-5): void {
  expect(ours).toHaveLength(theirs.length);
  ours.forEach((one, i) => {
    expect(one.shape).toEqual(theirs[i]!.shape);
    expect(difference(one.dataSync(), theirs[i]!.dataSync()), `${i}`).toBeLessThan(tolerance);
  });
}

describe.each(['cpu', 'wasm'])('on %s', (backend) => {
  let held = 0;
  beforeEach(async () => {
    await tf.setBackend(backend);
    held = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(held);
  });

  describe.each(cells)('%s', (cell) => {
    it('gives the outputs and gradients of tf.layers with the same weights', () => {
      tf.tidy(() => {
        const { data, asked, ...weights } = tensorsOf(cell);
        const layer = layersLayer(cell, size.units);
        layer.apply(data);
        layer.setWeights([weights.kernel, weights.recurrent, weights.bias]);
        const theirs = tf.grads((data: tf.Tensor) =>
          tf.sum(tf.mul(layer.apply(data) as tf.Tensor, asked)),
        );
        const ours = tf.grads((data, kernel, recurrent, bias) =>
          tf.sum(
            tf.mul(
              recurrentOutputs(
                data as tf.Tensor3D,
                {
                  kernel: kernel as tf.Tensor2D,
                  recurrent: recurrent as tf.Tensor2D,
                  bias: bias as tf.Tensor1D,
                },
                { cell },
              ),
              asked,
            ),
          ),
        );
        expectClose(
          [recurrentOutputs(data, weightsOf(weights), { cell })],
          [layer.apply(data) as tf.Tensor],
        );
        const own = ours([data, weights.kernel, weights.recurrent, weights.bias]);
        expectClose([own[0]!], theirs([data]));
        const { grads } = tf.variableGrads(() =>
          tf.sum(tf.mul(layer.apply(data) as tf.Tensor, asked)),
        );
        const byVariable = layer.trainableWeights.map(
          (weight) => grads[(weight.read() as tf.Variable).name]!,
        );
        expectClose(own.slice(1), byVariable, 2e-4);
        layer.dispose();
      });
    });

    it('takes the weights that tf.layers made', () => {
      tf.tidy(() => {
        const { data } = tensorsOf(cell);
        const layer = layersLayer(cell, size.units, { recurrentInitializer: 'glorotUniform' });
        const theirs = layer.apply(data) as tf.Tensor;
        const [kernel, recurrent, bias] = layer.getWeights() as [
          tf.Tensor2D,
          tf.Tensor2D,
          tf.Tensor1D,
        ];
        expectClose([recurrentOutputs(data, { kernel, recurrent, bias }, { cell })], [theirs]);
        layer.dispose();
      });
    });

    it('ends where a text ends, and reads it backwards, as masked and reversed layers do', () => {
      tf.tidy(() => {
        const { data, ...rest } = tensorsOf(cell);
        const weights = weightsOf(rest);
        const lengths = Int32Array.of(7, 3, 0, 5);
        const { outputs, hidden, carry } = recurrentStates(data, weights, { cell, lengths });
        const back = recurrentStates(data, weights, { cell, lengths, backwards: true });
        const both = bidirectionalOutputs(data, [weights, weights], { cell, lengths });
        expectClose([both], [tf.concat([outputs, back.outputs], 2)]);
        expect(carry !== undefined).toBe(cell === 'lstm');
        for (const [row, length] of lengths.entries()) {
          if (length === 0) continue;
          const one = tf.slice(data, [row, 0, 0], [1, length, size.inputs]);
          const alone = recurrentOutputs(one, weights, { cell });
          const reversed = recurrentOutputs(tf.reverse(one, 1), weights, { cell });
          const part = (all: tf.Tensor3D) => tf.slice(all, [row, 0, 0], [1, length, size.units]);
          expectClose([part(outputs), part(back.outputs)], [alone, tf.reverse(reversed, 1)]);
          const last = tf.slice(alone, [0, length - 1, 0], [1, 1, size.units]);
          expectClose([tf.slice(hidden, [row, 0], [1, size.units])], [tf.reshape(last, [1, -1])]);
        }
        const beyond = tf.slice(outputs, [1, 3, 0], [1, 4, size.units]);
        expect(tf.max(tf.abs(beyond)).dataSync()[0]).toBe(0);
      });
    });

    it('carries a state on, and its gradient back', () => {
      tf.tidy(() => {
        const { data, state, asked, ...rest } = tensorsOf(cell);
        const weights = weightsOf(rest);
        const carryOf = (one: tf.Tensor2D) => (cell === 'lstm' ? { carry: one } : {});
        const halves = (data: tf.Tensor3D, state: tf.Tensor2D) => {
          const first = recurrentStates(tf.slice(data, [0, 0, 0], [-1, 3, -1]), weights, {
            cell,
            initial: { hidden: state, ...carryOf(state) },
          });
          const { outputs, ...initial } = first;
          const rest = tf.slice(data, [0, 3, 0], [-1, 4, -1]);
          return tf.concat([outputs, recurrentOutputs(rest, weights, { cell, initial })], 1);
        };
        const whole = (data: tf.Tensor3D, state: tf.Tensor2D) =>
          recurrentOutputs(data, weights, {
            cell,
            initial: { hidden: state, ...carryOf(state) },
          });
        const gradients = (way: typeof whole) =>
          tf.grads((data, state) =>
            tf.sum(tf.mul(way(data as tf.Tensor3D, state as tf.Tensor2D), asked)),
          )([data, state]);
        expectClose([halves(data, state)], [whole(data, state)]);
        expectClose(gradients(halves), gradients(whole));
      });
    });
  });

  it('drops inputs as it is told, and lets no gradient through where it did', () => {
    tf.tidy(() => {
      const { data, ...rest } = tensorsOf('lstm');
      const weights = weightsOf(rest);
      let n = 0;
      const dropout = { rate: 0.5, random: () => (n++ % 2 ? 0.9 : 0.1) };
      const gradient = tf.grad((data: tf.Tensor) =>
        tf.sum(recurrentOutputs(data as tf.Tensor3D, weights, { cell: 'lstm', dropout })),
      )(data);
      [...gradient.dataSync()].forEach((one, i) => expect(one === 0).toBe(i % 2 === 0));
      n = 0;
      const seen = tf.mul<tf.Tensor3D>(
        data,
        tf.tensor3d(
          [...data.dataSync()].map((_, i) => (i % 2 ? 2 : 0)),
          data.shape,
        ),
      );
      expectClose(
        [recurrentOutputs(data, weights, { cell: 'lstm', dropout })],
        [recurrentOutputs(seen, weights, { cell: 'lstm' })],
      );
    });
  });

  it('adds up the gradient of an embedding as the cpu backend does', async () => {
    const values = [1, 2, 3, 4, 5, 6, 7, 8];
    const sums = () =>
      tf.tidy(() => [
        ...tf
          .unsortedSegmentSum(tf.tensor2d(values, [4, 2]), tf.tensor1d([2, 0, 2, 1], 'int32'), 4)
          .dataSync(),
      ]);
    expect(sums()).toEqual([3, 4, 7, 8, 6, 8, 0, 0]);
    tf.tidy(() => {
      const table = tf.tensor2d(values, [4, 2]);
      const rows = tf.tensor2d([3, 1, 3, 3], [2, 2], 'int32');
      const gradient = tf.grad((table: tf.Tensor) => tf.sum(tf.square(tf.gather(table, rows))));
      expect([...gradient(table).dataSync()]).toEqual([0, 0, 6, 8, 0, 0, 42, 48]);
    });
  });
});

it('refuses weights of another shape', () => {
  tf.tidy(() => {
    const { data, ...weights } = tensorsOf('lstm');
    expect(() => recurrentOutputs(data, weights, { cell: 'gru' })).toThrow(RangeError);
  });
});
