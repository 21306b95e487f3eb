import { describe, expect, it } from 'vitest';
import type { Judgement } from '../trainer/protocol.ts';
import { calibrationOfJudgements, evaluate, weightOf } from './evaluation.ts';

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

it('asks how often it was right when it was that sure', () => {
  const { bins } = calibrationOfJudgements([judged('a', 'a', 0.95), judged('a', 'b', 0.91)]);
  expect(bins.at(-1)).toMatchObject({ count: 2, accuracy: 0.5 });
});

it('weighs how much the samples can say', () => {
  expect([0, 9, 10, 99, 100].map(weightOf)).toEqual(['none', 'tiny', 'some', 'some', 'plenty']);
});
