import { describe, expect, it } from 'vitest';
import { smoothed } from './smoothing.ts';

describe('the smoothing of the Board', () => {
  it('is the weighted mean of all values so far, the newest weighing most', () => {
    const values = [4, 1, 3, 2];
    const beta = 0.6;
    const mean = (t: number) => {
      const weights = values.slice(0, t + 1).map((_, i) => beta ** (t - i));
      const sum = weights.reduce((a, b) => a + b);
      return weights.reduce((total, weight, i) => total + weight * values[i]!, 0) / sum;
    };
    smoothed(values, beta).forEach((value, t) => expect(value).toBeCloseTo(mean(t), 12));
  });

  it('begins at the first value; without the correction at (1 − β) of it', () => {
    expect(smoothed([2, 1], 0.9)[0]).toBeCloseTo(2, 12);
    expect(smoothed([2, 1], 0.9, false)[0]).toBeCloseTo(0.2, 12);
  });

  it('leaves everything as it is at β = 0, and a constant at any β', () => {
    expect(smoothed([3, -1, 2], 0)).toEqual([3, -1, 2]);
    expect(smoothed([0.1, 0.1, 0.1], 0.99)).toEqual([0.1, 0.1, 0.1]);
    expect(smoothed([], 0.9)).toEqual([]);
  });

  it('passes on what is no number and is not moved by it', () => {
    const [, gap, after] = smoothed([1, NaN, 1.5], 0.5);
    expect(gap).toBeNaN();
    expect(after).toBeCloseTo((0.5 * 1 + 1.5) / 1.5, 12);
  });
});
