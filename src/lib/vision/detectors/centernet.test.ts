import { describe, expect, it } from 'vitest';
import { centerNetEvidence, readCenterNet } from './centernet.ts';
import { logit } from './reading.ts';

const side = 32;
const cells = 8;
const classes = 2;

function maps(peaks: readonly { row: number; column: number; index: number; score: number }[]) {
  const heat = new Float32Array(cells * cells * classes).fill(logit(0.001));
  for (const { row, column, index, score } of peaks) {
    heat[(row * cells + column) * classes + index] = logit(score);
  }
  const distances = new Float32Array(cells * cells * 4);
  for (let i = 0; i < distances.length; i += 4) distances.set([4, 8, 12, 16], i);
  return { heat, distances };
}

describe('readCenterNet', () => {
  it('finds the peaks of each class, not their slopes, and their boxes', () => {
    const { heat, distances } = maps([
      { row: 4, column: 3, index: 1, score: 0.8 },
      { row: 4, column: 4, index: 1, score: 0.6 },
      { row: 1, column: 6, index: 0, score: 0.5 },
    ]);
    const { scores, candidates } = readCenterNet(heat, distances, side, classes, 0.3);
    expect(scores[1]).toBeCloseTo(0.8);
    expect(candidates.map(({ index }) => index)).toEqual([0, 1]);
    expect(candidates[1]?.box).toEqual({
      x: (12 - 4) / 32,
      y: (16 - 8) / 32,
      width: 16 / 32,
      height: 24 / 32,
    });
  });

  it('finds a peak at the edge', () => {
    const { heat, distances } = maps([{ row: 0, column: 0, index: 0, score: 0.9 }]);
    expect(readCenterNet(heat, distances, side, classes, 0.3).candidates).toHaveLength(1);
  });

  it('refuses maps of another size', () => {
    const { heat, distances } = maps([]);
    expect(() => readCenterNet(heat, distances, 64, classes, 0.3)).toThrow(RangeError);
  });
});

describe('centerNetEvidence', () => {
  it('keeps the square root of the best of each 2×2', () => {
    const { heat } = maps([{ row: 5, column: 2, index: 1, score: 0.7 }]);
    const { side: coarse, values } = centerNetEvidence(heat, side, classes, 1);
    expect(coarse).toBe(4);
    expect(values[2 * 4 + 1]).toBeCloseTo(Math.sqrt(0.7));
  });
});
