import { describe, expect, it } from 'vitest';
import type { Op } from '#lib/engine/graph/format.ts';
import { Random } from '#lib/maths/random.ts';
import { GraphNetwork, isTrainable, type TrainableOp } from './graph-network.ts';
import { createMaps, type Maps } from './maps.ts';
import { multiplyInPlace, transposed } from './multiply.ts';
import { pool, poolBack, pooledLength, type Pooling } from './pooling-back.ts';

const random = new Random(3);
const normals = (length: number, deviation = 1) =>
  Float32Array.from({ length }, () => deviation * random.normal());

function randomMaps(batch: number, height: number, width: number, channels: number): Maps {
  return { batch, height, width, channels, data: normals(batch * height * width * channels) };
}

/** (f(w + h) − f(w − h)) / 2h for some of the values. */
function expectGradient(
  values: Float32Array,
  gradient: Float32Array,
  loss: () => number,
  samples = 24,
): void {
  const step = 1e-2;
  const scale = Math.max(...gradient.map(Math.abs));
  for (let n = 0; n < samples; n++) {
    const i = random.below(values.length);
    const kept = values[i]!;
    values[i] = kept + step;
    const above = loss();
    values[i] = kept - step;
    const below = loss();
    values[i] = kept;
    expect(Math.abs((above - below) / (2 * step) - gradient[i]!)).toBeLessThan(0.03 * scale + 1e-4);
  }
}

const conv = (
  out: string,
  from: string,
  shape: number[],
  at: number,
  stride: number,
  activation: 'linear' | 'relu' | 'relu6',
  op: 'conv' | 'depthwise' = 'conv',
): TrainableOp => ({
  op,
  in: from,
  out,
  filter: { shape, at },
  bias: { shape: [op === 'conv' ? shape[3]! : shape[2]!], at: at + 1 },
  stride,
  pad: 'same',
  activation,
});

/** A block of a MobileNet after a convolution: everything that is trained, with a sum. */
const block: readonly TrainableOp[] = [
  conv('stem', 'image', [3, 3, 2, 4], 0, 2, 'linear'),
  conv('expand', 'stem', [1, 1, 4, 6], 10, 1, 'relu6'),
  conv('depthwise', 'expand', [3, 3, 6, 1], 20, 1, 'relu', 'depthwise'),
  conv('project', 'depthwise', [1, 1, 6, 4], 30, 1, 'linear'),
  { op: 'add', in: ['project', 'stem'], out: 'sum' },
  conv('last', 'sum', [3, 3, 4, 3], 40, 2, 'linear'),
];

function weightsFor(ops: readonly TrainableOp[]) {
  const network = new GraphNetwork(ops, 'image', ops.at(-1)!.out, multiplyInPlace);
  const weights = new Map(
    network.weights.map(({ at, shape }) => [
      at,
      normals(
        shape.reduce((a, b) => a * b, 1),
        0.5,
      ),
    ]),
  );
  return { network, weights };
}

describe('GraphNetwork', () => {
  it('has the gradients that finite differences have', () => {
    const { network, weights } = weightsFor(block);
    const input = randomMaps(2, 5, 6, 2);
    const target = normals(network.forward(input, weights).out.data.length);
    const loss = () =>
      network
        .forward(input, weights)
        .out.data.reduce((sum, value, i) => sum + value * target[i]!, 0);
    const { out, memory } = network.forward(input, weights);
    const gradients = network.backward({ ...out, data: target.slice() }, memory, weights);
    expect([...gradients.keys()].sort((a, b) => a - b)).toEqual(
      [...weights.keys()].sort((a, b) => a - b),
    );
    for (const [at, values] of weights) expectGradient(values, gradients.get(at)!, loss);
  });

  it('computes what a convolution is, padding and all', () => {
    // One channel, a 2 × 2 filter of ones, stride 1: sums of squares of pixels, zeros beyond the end.
    const ops = [conv('out', 'image', [2, 2, 1, 1], 0, 1, 'linear')];
    const network = new GraphNetwork(ops, 'image', 'out', multiplyInPlace);
    const weights = new Map([
      [0, Float32Array.of(1, 1, 1, 1)],
      [1, Float32Array.of(10)],
    ]);
    const input = { ...createMaps({ batch: 1, height: 2, width: 2, channels: 1 }) };
    input.data.set([1, 2, 3, 4]);
    expect([...network.forward(input, weights).out.data]).toEqual([20, 16, 17, 14]);
  });

  it('knows which operations it can train', () => {
    const mean: Op = { op: 'mean', in: 'a', out: 'b' };
    expect(isTrainable(mean)).toBe(false);
    expect(block.every(isTrainable)).toBe(true);
  });
});

describe.each<Pooling>(['mean', 'mean-deviation'])('pooling to the %s', (pooling) => {
  it('has the gradient that finite differences have', () => {
    const maps = randomMaps(2, 3, 3, 4);
    const stride = pooledLength(4, pooling) + 2;
    const target = normals(2 * stride);
    const loss = () => {
      const rows = new Float32Array(2 * stride);
      pool(maps, pooling, rows, stride);
      return rows.reduce((sum, value, i) => sum + value * target[i]!, 0);
    };
    const out = createMaps(maps);
    poolBack(maps, pooling, target, stride, out);
    expectGradient(maps.data, out.data, loss);
  });

  it('gives no NaN for a map that is all zero', () => {
    const maps = createMaps({ batch: 1, height: 2, width: 2, channels: 2 });
    const out = createMaps(maps);
    poolBack(maps, pooling, Float32Array.of(1, 1, 1, 1), 4, out);
    expect(out.data.every(Number.isFinite)).toBe(true);
  });
});

describe('multiplyInPlace', () => {
  it('multiplies, whatever the sides', () => {
    for (const [m, k, n] of [
      [1, 1, 1],
      [3, 5, 2],
      [4, 8, 7],
    ] as const) {
      const [a, b] = [normals(m * k), normals(k * n)];
      const product = multiplyInPlace(a, b, m, k, n);
      const turned = transposed(b, k, n);
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          let sum = 0;
          for (let p = 0; p < k; p++) sum += a[i * k + p]! * turned[j * k + p]!;
          expect(product[i * n + j]).toBeCloseTo(sum, 4);
        }
      }
    }
  });
});
