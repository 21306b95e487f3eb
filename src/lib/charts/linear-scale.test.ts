import { describe, expect, it } from 'vitest';
import { linearScale } from './linear-scale.ts';

describe('a linear scale', () => {
  it('goes from numbers to pixels and back, upside down too', () => {
    const y = linearScale([-2, 2], [100, 0]);
    expect([y(-2), y(0), y(1), y(3)]).toEqual([100, 50, 25, -25]);
    expect(y.invert(25)).toBe(1);
    expect(y.domain()).toEqual([-2, 2]);
    expect(y.range()).toEqual([100, 0]);
  });

  it('puts a domain of one number in the middle', () => {
    const x = linearScale([3, 3], [0, 10]);
    expect(x(3)).toBe(5);
    expect(x.ticks(4)).toEqual([3]);
  });

  it.each([
    [[0, 10], 5, [0, 2, 4, 6, 8, 10]],
    [[0, 1], 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [[-0.3, 0.3], 6, [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]],
    [[0, 0.003], 3, [0, 0.001, 0.002, 0.003]],
    [[0, 7], 7, [0, 1, 2, 3, 4, 5, 6, 7]],
    [[1200, 4800], 4, [2000, 3000, 4000]],
    [[-3.2, 3.2], 5, [-3, -2, -1, 0, 1, 2, 3]],
    [[0, 8], 10, [0, 1, 2, 3, 4, 5, 6, 7, 8]],
  ] as const)('has round numbers in %j, about %i', (domain, count, ticks) => {
    expect(linearScale(domain, [0, 1]).ticks(count)).toEqual(ticks);
  });

  it('is widened to round numbers', () => {
    expect(linearScale([0.13, 0.97], [0, 1]).nice(4).domain()).toEqual([0, 1]);
    expect(linearScale([0, 3.57], [0, 1]).nice(4).domain()).toEqual([0, 4]);
    expect(linearScale([-1.2, 16], [0, 1]).nice(4).domain()).toEqual([-5, 20]);
  });
});
