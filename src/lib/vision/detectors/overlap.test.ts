import { describe, expect, it } from 'vitest';
import { keepBest, overlap } from './overlap.ts';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

describe('overlap', () => {
  it('is the shared part of both', () => {
    expect(overlap(box(0, 0, 1, 1), box(0, 0, 1, 1))).toBe(1);
    expect(overlap(box(0, 0, 2, 1), box(1, 0, 2, 1))).toBeCloseTo(1 / 3);
    expect(overlap(box(0, 0, 1, 1), box(1, 0, 1, 1))).toBe(0);
  });
});

describe('keepBest', () => {
  const cat = { label: 'cat', score: 0.6, box: box(0, 0, 0.5, 0.5) };
  const sameCat = { label: 'cat', score: 0.9, box: box(0.02, 0, 0.5, 0.5) };
  const otherCat = { label: 'cat', score: 0.5, box: box(0.5, 0.5, 0.4, 0.4) };
  const dog = { label: 'dog', score: 0.4, box: box(0, 0, 0.5, 0.5) };

  it('keeps the best of each thing and never removes another label', () => {
    expect(keepBest([cat, otherCat, dog, sameCat])).toEqual([sameCat, otherCat, dog]);
  });

  it('stops at the limit', () => {
    expect(keepBest([cat, otherCat, dog, sameCat], { limit: 1 })).toEqual([sameCat]);
  });
});
