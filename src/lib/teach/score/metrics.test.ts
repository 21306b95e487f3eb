import { describe, expect, it } from 'vitest';
import { confusionMatrix, metricsOf } from './metrics.ts';

describe('metrics', () => {
  it('by hand', () => {
    const truths = [0, 0, 0, 0, 1, 1, 2];
    const answers = [0, 0, 1, 2, 1, 1, 0];
    const confusion = confusionMatrix(truths, answers, 3);
    expect(Array.from(confusion)).toEqual([2, 1, 1, 0, 2, 0, 1, 0, 0]);
    const { accuracy, perClass, macro, total } = metricsOf(confusion, 3);
    expect(total).toBe(7);
    expect(accuracy).toBeCloseTo(4 / 7);
    expect(perClass[0]).toEqual({ precision: 2 / 3, recall: 1 / 2, f1: 4 / 7, support: 4 });
    expect(perClass[1]).toEqual({ precision: 2 / 3, recall: 1, f1: 4 / 5, support: 2 });
    expect(perClass[2]).toEqual({ precision: 0, recall: 0, f1: 0, support: 1 });
    expect(macro.f1).toBeCloseTo((4 / 7 + 4 / 5) / 3);
  });

  it('says what is not defined and leaves it out of the mean', () => {
    const { perClass, macro, accuracy } = metricsOf(confusionMatrix([0, 0], [0, 0], 2), 2);
    expect(perClass[1]).toEqual({ precision: NaN, recall: NaN, f1: NaN, support: 0 });
    expect(macro).toEqual({ precision: 1, recall: 1, f1: 1 });
    expect(accuracy).toBe(1);
    expect(metricsOf([], 0).accuracy).toBeNaN();
  });
});
