import { describe, expect, it } from 'vitest';
import {
  approach,
  bases,
  bestTheta,
  coin,
  crossEntropy,
  divergence,
  entropy,
  likelihood,
  meanCrossEntropy,
  meanLogLikelihood,
  type Base,
} from './maths.ts';

const p = coin(0.8);
const q = coin(0.5);
const flips = [1, 1, 0, 1, 1, 0, 1, 1, 0, 1];
const everyBase = Object.keys(bases) as Base[];

describe('entropy', () => {
  it('seed 000: H(0.8, 0.2) is 0.72 and H(0.5, 0.5) is 1 bit', () => {
    expect(entropy(p, '2')).toBeCloseTo(0.72, 2);
    expect(entropy(p, '2')).toBeCloseTo(0.7219280948873623, 15);
    expect(entropy(q, '2')).toBe(1);
  });

  it('seed 000: the divergence of the pair is 0.28', () => {
    expect(divergence(p, q, '2')).toBeCloseTo(0.28, 2);
    expect(divergence(p, q, '2')).toBeCloseTo(0.27807190511263774, 15);
    // Not the same the other way round.
    expect(divergence(q, p, '2')).toBeCloseTo(0.32192809488736235, 15);
  });

  it('seed 000: other pairs have a divergence of 0.04', () => {
    for (const [one, other] of [
      [0.62, 0.5],
      [0.5, 0.38],
      [0.8, 0.7],
    ] as const) {
      expect(divergence(coin(one), coin(other), '2').toFixed(2)).toBe('0.04');
    }
  });

  it('seed 000: cross-entropy is entropy and divergence together, in every base', () => {
    for (const base of everyBase) {
      for (const [one, other] of [
        [0.8, 0.5],
        [0.1, 0.9],
        [1, 0.3],
        [0.25, 0.25],
      ] as const) {
        const [a, b] = [coin(one), coin(other)];
        expect(crossEntropy(a, b, base)).toBeCloseTo(entropy(a, base) + divergence(a, b, base), 12);
      }
      expect(entropy(q, base)).toBeCloseTo(Math.log(2) / Math.log(bases[base]), 15);
    }
  });

  it('is infinite where the model calls impossible what happens, and 0 for what never does', () => {
    expect(divergence(p, coin(0), '2')).toBe(Infinity);
    expect(crossEntropy(p, coin(1), '2')).toBe(Infinity);
    expect(divergence(coin(1), p, '2')).toBeCloseTo(-Math.log2(0.8), 15);
    expect(entropy(coin(1), '2')).toBe(0);
    expect(divergence(coin(0), coin(0), '2')).toBe(0);
  });

  it('descends by the slope that finite differences give, to q = p', () => {
    const h = 1e-6;
    const at = (a: number) => crossEntropy(p, coin(1 / (1 + Math.exp(-a))), 'e');
    const a = Math.log(0.3 / 0.7);
    const slope = (at(a + h) - at(a - h)) / (2 * h);
    const moved = approach(0.8, 0.3, 0.1);
    expect(Math.log(moved / (1 - moved))).toBeCloseTo(a - 0.1 * slope, 8);
    let near = 0;
    for (let i = 0; i < 100; i++) near = approach(0.8, near, 2);
    expect(near).toBeCloseTo(0.8, 6);
  });
});

describe('likelihood', () => {
  it('seed 000: J(θ) = −ℒ(θ), whatever θ', () => {
    for (const base of everyBase) {
      for (const theta of [0, 0.1, 0.5, 0.7, 0.99]) {
        const mean = meanLogLikelihood(flips, theta, base);
        expect(meanCrossEntropy(flips, theta, base)).toBeCloseTo(-mean, 12);
      }
    }
    expect(meanLogLikelihood(flips, 0.6, 'e')).toBeCloseTo(
      Math.log(likelihood(flips, 0.6)) / flips.length,
      12,
    );
  });

  it('seed 000: arg max ℒ = arg min J', () => {
    const thetas = Array.from({ length: 1001 }, (_, i) => i / 1000);
    const best = (score: (theta: number) => number) =>
      thetas.reduce((a, b) => (score(b) > score(a) ? b : a));
    const found = [
      best((theta) => likelihood(flips, theta)),
      best((theta) => meanLogLikelihood(flips, theta, '2')),
      best((theta) => -meanCrossEntropy(flips, theta, '2')),
    ];
    expect(found).toEqual([0.7, 0.7, 0.7]);
    expect(bestTheta(flips)).toBe(0.7);
    // At its best the cost is the entropy of the data itself.
    expect(meanCrossEntropy(flips, 0.7, '2')).toBeCloseTo(entropy(coin(0.7), '2'), 12);
  });
});
