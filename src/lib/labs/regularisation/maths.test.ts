import { describe, expect, it } from 'vitest';
import {
  drawPoints,
  fitPolynomial,
  fitSequence,
  meanSquaredError,
  sizesOf,
  truth,
  valueAt,
  type Strength,
} from './maths.ts';

const points = drawPoints(14, 0.2, 1, 0);

it('seed 002: the polynomial of 1, 3, 5, 7 and 217341', () => {
  const joke = [217331, -452773, 633885 / 2, -90555, 18111 / 2];
  expect([1, 2, 3, 4, 5].map((x) => valueAt(joke, x))).toEqual([1, 3, 5, 7, 217341]);
  fitSequence(217341).forEach((w, k) => expect(w / joke[k]!).toBeCloseTo(1, 8));
});

it('gives 1, 3, 5, 7, 9 the line that it is', () => {
  [-1, 2, 0, 0, 0].forEach((w, k) => expect(fitSequence(9)[k]).toBeCloseTo(w, 8));
});

describe('a fit', () => {
  /** Mean of (ŷ − y)² ÷ 2 plus the penalty, as it is written in the lab. */
  const cost = (weights: readonly number[], { lambda, share }: Strength) => {
    const { l1, l2 } = sizesOf(weights);
    const n = points.length;
    return (
      meanSquaredError(weights, points) / 2 + (lambda / n) * (share * l1 + ((1 - share) * l2) / 2)
    );
  };

  it.each([
    { lambda: 0, share: 0 },
    { lambda: 0.1, share: 0 },
    { lambda: 0.1, share: 1 },
    { lambda: 0.5, share: 0.5 },
  ])('costs least where it stands: %o', (strength) => {
    const best = fitPolynomial(points, 5, strength);
    for (let k = 0; k <= 5; k++) {
      for (const by of [-0.003, 0.003]) {
        const beside = best.map((w, i) => (i === k ? w + by : w));
        expect(cost(beside, strength)).toBeGreaterThan(cost(best, strength));
      }
    }
  });

  it('makes weights 0 by L1, and only small by L2', () => {
    const lasso = fitPolynomial(points, 12, { lambda: 0.3, share: 1 });
    const ridge = fitPolynomial(points, 12, { lambda: 0.3, share: 0 });
    expect(sizesOf(lasso).zeros).toBeGreaterThanOrEqual(6);
    expect(sizesOf(ridge).zeros).toBe(0);
    expect(sizesOf(ridge).l2).toBeLessThan(sizesOf(fitPolynomial(points, 12)).l2 / 1000);
  });

  it('takes the smallest of all that pass through few points', () => {
    const few = points.slice(0, 3);
    const weights = fitPolynomial(few, 12);
    expect(meanSquaredError(weights, few)).toBeLessThan(1e-6);
    expect(sizesOf(weights).l2).toBeLessThan(20);
  });
});

it('draws points around the truth, each part others', () => {
  expect(drawPoints(5, 0, 3, 0).every(({ x, y }) => y === truth(x))).toBe(true);
  expect(drawPoints(5, 0.1, 3, 0)).toEqual(drawPoints(5, 0.1, 3, 0));
  expect(drawPoints(5, 0.1, 3, 0)).not.toEqual(drawPoints(5, 0.1, 3, 1));
});
