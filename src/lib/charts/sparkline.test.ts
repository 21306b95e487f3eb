import { describe, expect, it } from 'vitest';
import { sparklinePath } from './sparkline.ts';

describe('sparklinePath', () => {
  it('runs from left to right with the largest value at the top', () => {
    expect(sparklinePath([0, 10, 5], { width: 100, height: 20 })).toBe(
      'M0.0 20.0L50.0 0.0L100.0 10.0',
    );
  });

  it('keeps small values low when a least ceiling is given', () => {
    expect(sparklinePath([1, 1], { width: 10, height: 20, least: 10 })).toBe('M0.0 18.0L10.0 18.0');
  });

  it('draws nothing from fewer than two values', () => {
    expect(sparklinePath([3], { width: 10, height: 10 })).toBe('');
  });

  it('draws zeros on the floor', () => {
    expect(sparklinePath([0, 0], { width: 10, height: 10 })).toBe('M0.0 10.0L10.0 10.0');
  });
});
