import { describe, expect, it } from 'vitest';
import {
  activationNames,
  chain,
  jacobianRow,
  lectureScores,
  saturatedStretches,
  slopeOf,
  softmax,
  valueOf,
  type Activation,
  type ActivationName,
} from './maths.ts';

const of = (name: ActivationName): Activation => ({
  name,
  alpha: 0.3,
  lines: [
    { w: 1, b: -1 },
    { w: -0.5, b: 0.2 },
  ],
});

describe('activations', () => {
  it.each(activationNames)('%s has the slope that finite differences give', (name) => {
    const h = 1e-6;
    // None of these is a corner of any of them.
    for (const x of [-5.3, -1.7, -0.4, 0.3, 1.1, 4.9]) {
      const slope = (valueOf(of(name), x + h) - valueOf(of(name), x - h)) / (2 * h);
      expect(slopeOf(of(name), x)).toBeCloseTo(slope, 7);
    }
  });

  it('take known values', () => {
    const at = (name: ActivationName, x: number) => valueOf(of(name), x);
    expect(at('sigmoid', 0)).toBe(0.5);
    expect(at('sigmoid', -800)).toBe(0);
    expect(at('tanh', 1)).toBeCloseTo(0.7615941559557649, 15);
    expect([at('relu', -2), at('relu', 2), at('leaky', -2), at('step', 0)]).toEqual([
      0, 2, -0.6, 0,
    ]);
    expect(at('elu', -1)).toBeCloseTo(0.3 * (Math.exp(-1) - 1), 15);
    expect([at('maxout', 4), at('maxout', -4)]).toEqual([3, 2.2]);
    expect(slopeOf(of('sigmoid'), 0)).toBe(0.25);
    expect(slopeOf(of('tanh'), 0)).toBe(1);
    expect([slopeOf(of('relu'), 0), slopeOf(of('leaky'), 0)]).toEqual([0, 0.3]);
  });

  it('seed 003: maxout is max(w₁x + b₁, w₂x + b₂), of which ReLU is one', () => {
    const relu: Activation = {
      ...of('maxout'),
      lines: [
        { w: 1, b: 0 },
        { w: 0, b: 0 },
      ],
    };
    for (const x of [-3, -0.5, 0, 0.5, 3]) {
      expect(valueOf(relu, x)).toBe(valueOf(of('relu'), x));
      expect(slopeOf(relu, x)).toBe(slopeOf(of('relu'), x));
    }
  });

  it('saturate where they are flat', () => {
    const [low, high] = saturatedStretches(of('sigmoid'), -6, 6);
    // σ(1 − σ) = 0.05 where e^x + e^−x = 18.
    const edge = Math.acosh(9);
    expect(low).toMatchObject({ from: -6 });
    expect(low!.to).toBeCloseTo(-edge, 1);
    expect(high!.from).toBeCloseTo(edge, 1);
    expect(saturatedStretches(of('relu'), -6, 6)).toEqual([{ from: -6, to: 0 }]);
    expect(saturatedStretches(of('leaky'), -6, 6)).toEqual([]);
  });
});

describe('a chain of neurons', () => {
  it.each(activationNames)('has the gradient that finite differences give: %s', (name) => {
    const h = 1e-6;
    for (const [x, w] of [
      [0.7, 1],
      [-0.9, 1.6],
    ] as const) {
      const end = (at: number) => chain(of(name), at, w, 4).at(-1)!.output;
      expect(chain(of(name), x, w, 4).at(-1)!.gradient).toBeCloseTo(
        (end(x + h) - end(x - h)) / (2 * h),
        6,
      );
    }
  });

  it('loses three quarters and more in each sigmoid, and nothing in a ReLU that fires', () => {
    const gradients = chain(of('sigmoid'), 0, 1, 10).map(({ gradient }) => gradient);
    gradients.forEach((gradient, i) => expect(gradient).toBeLessThanOrEqual(0.25 ** (i + 1)));
    expect(chain(of('relu'), 2, 1, 10).at(-1)!.gradient).toBe(1);
    expect(chain(of('relu'), 2, 3, 10).at(-1)!.gradient).toBe(3 ** 10);
  });
});

describe('softmax', () => {
  it('seed 000: its six numbers, to all eight digits', () => {
    const slide = [0.16115195, 0.74422819, 0.01491471, 0.00100235, 0.05310907, 0.02559374];
    const p = softmax(lectureScores);
    expect(p.map((value) => Number(value.toFixed(8)))).toEqual(slide);
  });

  it('does not change when the same number is added to every score', () => {
    const p = softmax(lectureScores);
    softmax(lectureScores.map((z) => z + 800)).forEach((value, i) =>
      expect(value).toBeCloseTo(p[i]!, 12),
    );
  });

  it('has the Jacobian that finite differences give, and rows that sum to 0', () => {
    const h = 1e-6;
    for (const temperature of [1, 2.5]) {
      const p = softmax(lectureScores, temperature);
      for (const i of [0, 1, 3]) {
        const row = jacobianRow(p, i, temperature);
        row.forEach((slope, j) => {
          const moved = (by: number) =>
            softmax(
              lectureScores.map((z, k) => (k === j ? z + by : z)),
              temperature,
            )[i]!;
          expect(slope).toBeCloseTo((moved(h) - moved(-h)) / (2 * h), 8);
        });
        expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 14);
      }
    }
  });
});
