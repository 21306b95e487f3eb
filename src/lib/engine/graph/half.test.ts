import { describe, expect, it } from 'vitest';
import { fromHalf } from '../../../../scripts/models/float16.ts';
import { decodeHalves, encodeHalves, toHalf } from './half.ts';

describe('decodeHalves', () => {
  it('reads every finite half as the writer meant it', () => {
    const halves = Uint16Array.from({ length: 65_536 }, (_, half) => half);
    const values = decodeHalves(halves.buffer, 0, halves.length);
    expect(values).toHaveLength(65_536);
    for (let half = 0; half < 65_536; half++) {
      const value = fromHalf(half);
      if (!Object.is(values[half], value)) {
        throw new Error(`${half.toString(16)}: ${values[half]} instead of ${value}`);
      }
      if (Number.isFinite(value) && toHalf(value) !== half)
        throw new Error(`${value} written back`);
    }
  });

  it('starts where it is told', () => {
    const halves = Uint16Array.of(0, toHalf(1), toHalf(-2.5));
    expect([...decodeHalves(halves.buffer, 1, 2)]).toEqual([1, -2.5]);
  });
});

describe('encodeHalves', () => {
  it('writes what decodeHalves reads', () => {
    const halves = Float32Array.of(0, -2.5, 1024, 2 ** -24);
    expect(decodeHalves(encodeHalves(halves).buffer, 0, 4)).toEqual(halves);
    expect(encodeHalves(Float32Array.of(1 / 3))[0]).toBe(toHalf(1 / 3));
  });
});

describe('toHalf', () => {
  it('rounds to the nearest even and overflows to infinity', () => {
    expect(fromHalf(toHalf(1 / 3))).toBeCloseTo(1 / 3, 3);
    expect(toHalf(1 + 1 / 2048)).toBe(toHalf(1));
    expect(toHalf(1 + 3 / 2048)).toBe(toHalf(1 + 2 / 1024));
    expect(fromHalf(toHalf(1e6))).toBe(Infinity);
    expect(fromHalf(toHalf(1e-9))).toBe(0);
    expect(fromHalf(toHalf(3e-8))).toBe(2 ** -24);
  });
});
