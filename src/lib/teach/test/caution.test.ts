import { describe, expect, it } from 'vitest';
import { defaultCaution, limitAt, limitCurves, shareWithin } from './caution.ts';

const known = Float32Array.from([0.1, 0.2, 0.3, 0.4, 0.5]);
const none = new Float32Array();

describe('limitAt', () => {
  it('narrows all the way along the slider', () => {
    const limits = [0, 0.1, 0.2, 0.4, 0.7, 1].map((caution) => limitAt({ known }, caution));
    expect(limits).toEqual([...limits].sort((a, b) => b - a));
    expect(limits[0]).toBeCloseTo(1);
    expect(limits[2]).toBeCloseTo(0.5);
    expect(shareWithin(known, limits[5]!)).toBeCloseTo(0.6);
  });

  it('lets nearly everything known in by default', () => {
    const many = Float32Array.from({ length: 100 }, (_, i) => i / 100);
    expect(shareWithin(many, limitAt({ known: many }, defaultCaution))).toBeGreaterThan(0.93);
  });

  it('takes near pictures for the same thing where samples are nearly one picture', () => {
    const alike = Float32Array.from([0.01, 0.02]);
    expect(limitAt({ known: alike, whitened: true }, defaultCaution)).toBeCloseTo(0.3, 1);
    expect(limitAt({ known: alike, whitened: true }, 1)).toBeLessThan(0.02);
    expect(limitAt({ known: alike, whitened: false }, defaultCaution)).toBeLessThan(0.02);
  });

  it('refuses nothing while there is nothing to measure by', () => {
    expect(limitAt({ known: none }, 0.5)).toBe(Infinity);
  });
});

describe('limitCurves', () => {
  it('lets in more and keeps out less as the limit grows', () => {
    const { accepted, rejected } = limitCurves({ known, strangers: Float32Array.from([0.6, 0.9]) });
    expect(accepted[0]).toEqual({ x: 0, y: 0 });
    expect(accepted.at(-1)!.y).toBe(1);
    expect(rejected[0]!.y).toBe(1);
    expect(rejected.at(-1)!.y).toBe(0);
  });

  it('draws no strangers where there are none', () => {
    expect(limitCurves({ known, strangers: none }).rejected).toEqual([]);
    expect(limitCurves({ known: none, strangers: none }).accepted).toEqual([]);
    expect(shareWithin(none, 1)).toBeNaN();
  });
});
