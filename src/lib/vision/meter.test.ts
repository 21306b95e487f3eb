import { describe, expect, it } from 'vitest';
import { RateMeter, Series } from './meter.ts';

describe('Series', () => {
  it('keeps the newest values, oldest first', () => {
    const series = new Series(3);
    for (const value of [1, 2, 3, 4, 5]) series.push(value);
    expect(series.toArray()).toEqual([3, 4, 5]);
    expect(series.fromEnd(0)).toBe(5);
    expect(series.fromEnd(3)).toBeUndefined();
  });
});

describe('RateMeter', () => {
  it('measures a steady stream', () => {
    const meter = new RateMeter();
    for (let t = 0; t <= 3000; t += 50) meter.tick(t);
    expect(meter.rate(3000)).toBeCloseTo(20, 5);
  });

  it('measures a stream slower than its window', () => {
    const meter = new RateMeter(2000);
    meter.tick(0);
    meter.tick(5000);
    expect(meter.rate(5000)).toBeCloseTo(0.2, 5);
  });

  it('falls towards 0 when the stream has stopped', () => {
    const meter = new RateMeter(1000);
    for (let t = 0; t <= 1000; t += 100) meter.tick(t);
    expect(meter.rate(60_000)).toBeLessThan(0.2);
  });

  it('says 0 before there are two events', () => {
    const meter = new RateMeter();
    expect(meter.rate(0)).toBe(0);
    meter.tick(0);
    expect(meter.rate(1)).toBe(0);
  });
});
