import { expect, it } from 'vitest';
import { createNetwork } from '#lib/maths/network.ts';
import { followChain, type ChainShape } from './maths.ts';

const shape: ChainShape = {
  x: 1,
  weights: [0.8, -1.2, 2, 1.5],
  biases: [0.1, 0.4, -0.3, 0.2],
  y: 0,
};

it('seed 002: ∂C/∂b₁ is the product σ′(z₁)·w₂·σ′(z₂)·w₃·σ′(z₃)·w₄·σ′(z₄)·∂C/∂a₄', () => {
  const { slopes, atOutput, atBiases } = followChain(shape);
  const [, w2, w3, w4] = shape.weights;
  const [s1, s2, s3, s4] = slopes;
  expect(atBiases[0]).toBeCloseTo(s1! * w2! * s2! * w3! * s3! * w4! * s4! * atOutput, 15);
});

it('is what finite differences and the network say', () => {
  const { atBiases } = followChain(shape);
  const h = 1e-6;
  const costAt = (l: number, by: number) =>
    followChain({ ...shape, biases: shape.biases.map((b, i) => (i === l ? b + by : b)) }).cost;
  const one = { units: 1, activation: 'sigmoid' } as const;
  const network = createNetwork({
    inputs: 1,
    layers: [one, one, one, one],
    loss: 'squared',
    initialisation: 'zero',
    seed: 1,
  });
  network.layers.forEach(({ weights, bias }, l) => {
    weights[0] = shape.weights[l]!;
    bias[0] = shape.biases[l]!;
  });
  const { gradient } = network.gradient(Float64Array.of(shape.x), [shape.y], 1);
  atBiases.forEach((value, l) => {
    expect(value).toBeCloseTo((costAt(l, h) - costAt(l, -h)) / (2 * h), 8);
    expect(value).toBeCloseTo(gradient[network.layers[l]!.biasAt]!, 15);
  });
});

it('seed 002: σ′ alone makes the signal all but vanish, and only weights above 4 can make it grow', () => {
  const still = followChain({ x: 0, weights: [1, 1, 1, 1], biases: [0, 0, 0, 0], y: 0 });
  expect(still.atBiases[0]! / still.atOutput).toBeLessThan(0.25 ** 4 + 1e-12);
  const loud = followChain({ x: 0.5, weights: [8, 8, 8, 8], biases: [-4, -4, -4, -4], y: 0 });
  expect(loud.atBiases[0]! / loud.atOutput).toBeCloseTo(0.25 * 2 ** 3, 12);
});
