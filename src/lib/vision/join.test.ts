import { describe, expect, it } from 'vitest';
import { calibrate, joinDetections, joinPredictions, type Voice } from './join.ts';

const plain = { slope: 1, shift: 0 };
const voice = (scores: Record<string, number>, calibration = plain): Voice => ({
  labels: Object.keys(scores),
  scores: Float32Array.from(Object.values(scores)),
  calibration,
});
const scoreOf = (predictions: { label: string; score: number }[], label: string) =>
  predictions.find((one) => one.label === label)?.score ?? NaN;

describe('calibrate', () => {
  it('keeps a score that is already right, and the order of others', () => {
    expect(calibrate(0.3, plain)).toBeCloseTo(0.3, 2);
    const steep = { slope: 3, shift: -1 };
    expect(calibrate(0.6, steep)).toBeGreaterThan(calibrate(0.5, steep));
    expect(calibrate(1, steep)).toBeLessThan(1);
    expect(calibrate(0, steep)).toBeGreaterThan(0);
  });
});

describe('joinPredictions', () => {
  it('answers every label of every network, best first', () => {
    const joined = joinPredictions([voice({ cat: 0.9, dog: 0.1 }), voice({ zebra: 0.4 })]);
    expect(joined.map(({ label }) => label)).toEqual(['cat', 'zebra', 'dog']);
  });

  it('lifts what both see and lowers what one of them doubts', () => {
    const alone = scoreOf(joinPredictions([voice({ cat: 0.5 })]), 'cat');
    const agreed = joinPredictions([voice({ cat: 0.5 }), voice({ cat: 0.5 })]);
    const doubted = joinPredictions([voice({ cat: 0.5 }), voice({ cat: 0.01 })]);
    expect(scoreOf(agreed, 'cat')).toBeGreaterThan(alone);
    expect(scoreOf(doubted, 'cat')).toBeLessThan(alone);
  });

  it('takes the best of a network’s classes that share a label', () => {
    const split: Voice = {
      labels: ['cup', 'cup'],
      scores: Float32Array.of(0.2, 0.7),
      calibration: plain,
    };
    expect(scoreOf(joinPredictions([split]), 'cup')).toBeCloseTo(0.7, 2);
  });

  it('puts a kind behind its telling member, and still says it', () => {
    const [first, second] = joinPredictions([voice({ vehicle: 0.9, car: 0.6, cat: 0.1 })]);
    expect(first?.label).toBe('car');
    expect(second?.label).toBe('vehicle');
    const vague = joinPredictions([voice({ vehicle: 0.9, car: 0.2 })]);
    expect(vague[0]?.label).toBe('vehicle');
  });
});

describe('joinDetections', () => {
  it('drops a kind’s box where its member has one', () => {
    const box = { x: 0, y: 0, width: 0.5, height: 0.5 };
    const elsewhere = { x: 0.5, y: 0.5, width: 0.4, height: 0.4 };
    const car = { label: 'car', score: 0.6, box };
    const vehicle = { label: 'vehicle', score: 0.8, box };
    const other = { label: 'vehicle', score: 0.5, box: elsewhere };
    expect(joinDetections([car, vehicle, other])).toEqual([car, other]);
  });
});
