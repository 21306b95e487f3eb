import { describe, expect, it } from 'vitest';
import { ScoreSmoother } from './smoothing.ts';

const cat = (score: number) => [{ label: 'cat', score }];

describe('ScoreSmoother', () => {
  it('shows the first frame as it is', () => {
    const smoother = new ScoreSmoother(400);
    smoother.update(cat(0.9), 1000);
    expect(smoother.scores.get('cat')).toBe(0.9);
  });

  it('comes 63 % of the way in one time constant, however many frames that took', () => {
    const arrive = (frames: number) => {
      const smoother = new ScoreSmoother(400);
      smoother.update(cat(0), 0);
      for (let i = 1; i <= frames; i++) smoother.update(cat(1), (400 * i) / frames);
      return smoother.scores.get('cat');
    };
    expect(arrive(1)).toBeCloseTo(1 - Math.exp(-1), 10);
    expect(arrive(40)).toBeCloseTo(1 - Math.exp(-1), 10);
  });

  it('lets a label that is gone fade, then forgets it', () => {
    const smoother = new ScoreSmoother(100);
    smoother.update(cat(0.8), 0);
    smoother.update([], 100);
    expect(smoother.scores.get('cat')).toBeCloseTo(0.8 * Math.exp(-1), 10);
    smoother.update([], 10_000);
    expect(smoother.scores.size).toBe(0);
  });

  it('does nothing to the scores at time constant 0', () => {
    const smoother = new ScoreSmoother(0);
    smoother.update(cat(0.1), 0);
    smoother.update(cat(0.7), 1);
    expect(smoother.scores.get('cat')).toBeCloseTo(0.7, 10);
  });

  it('is not moved by a clock that stands still or steps back', () => {
    const smoother = new ScoreSmoother(100);
    smoother.update(cat(0.5), 1000);
    smoother.update(cat(1), 900);
    expect(smoother.scores.get('cat')).toBe(0.5);
  });

  it('starts afresh after reset', () => {
    const smoother = new ScoreSmoother(100);
    smoother.update(cat(0.5), 0);
    smoother.reset();
    smoother.update(cat(0.2), 1);
    expect(smoother.scores.get('cat')).toBe(0.2);
  });
});
