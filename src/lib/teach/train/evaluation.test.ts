import { describe, expect, it } from 'vitest';
import type { Judgement } from '../trainer/protocol.ts';
import { evaluate, reliabilityBins, weightOf, wilsonInterval } from './evaluation.ts';

const judged = (truth: string, answer: string, score = 0.9): Judgement => ({
  sampleId: `${truth} ${answer} ${score}`,
  part: 'validation',
  truth,
  answer,
  score,
});

describe('evaluate', () => {
  it('counts answers by truth, and leaves out classes that are gone', () => {
    const judgements = [judged('a', 'a'), judged('a', 'b'), judged('b', 'b'), judged('gone', 'a')];
    const { counts, total, accuracy, perClass } = evaluate(judgements, ['a', 'b']);
    expect(counts).toEqual([
      [1, 1],
      [0, 1],
    ]);
    expect(total).toBe(3);
    expect(accuracy).toBeCloseTo(2 / 3);
    expect(perClass[0]).toMatchObject({ precision: 1, recall: 0.5, support: 2 });
  });
});

describe('wilsonInterval', () => {
  it('agrees with published values', () => {
    const half = wilsonInterval(50, 100);
    expect(half.low).toBeCloseTo(0.4038, 4);
    expect(half.high).toBeCloseTo(0.5962, 4);
    const all = wilsonInterval(10, 10);
    expect(all.low).toBeCloseTo(0.7225, 4);
    expect(all.high).toBeCloseTo(1);
  });

  it('knows nothing from nothing', () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
    expect(wilsonInterval(0, 5).low).toBe(0);
  });
});

describe('reliabilityBins', () => {
  it('compares how sure it was with how often it was right', () => {
    const bins = reliabilityBins(
      [judged('a', 'a', 0.95), judged('a', 'b', 0.91), judged('a', 'a', 0.12), judged('a', 'a', 1)],
      10,
    );
    expect(bins.map(({ count }) => count)).toEqual([1, 3]);
    expect(bins[1]!.accuracy).toBeCloseTo(2 / 3);
    expect(bins[1]!.confidence).toBeCloseTo((0.95 + 0.91 + 1) / 3);
  });

  it('passes over scores that are no numbers', () => {
    expect(reliabilityBins([judged('a', 'a', Number.NaN)])).toEqual([]);
  });
});

it('weighs how much the samples can say', () => {
  expect([0, 9, 10, 99, 100].map(weightOf)).toEqual(['none', 'tiny', 'some', 'some', 'plenty']);
});
