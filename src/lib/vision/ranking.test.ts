import { describe, expect, it } from 'vitest';
import { rank } from './ranking.ts';

const options = { topK: 3, threshold: 0.3 };
const scores = (record: Record<string, number>) => Object.entries(record);

describe('rank', () => {
  it('lists the best few, best first', () => {
    const { predictions, doubt } = rank(
      scores({ chair: 0.2, cat: 0.9, dog: 0.1, cup: 0.4, bed: 0.3 }),
      options,
    );
    expect(predictions.map((p) => p.label)).toEqual(['cat', 'cup', 'bed']);
    expect(doubt).toBeUndefined();
  });

  it('keeps the order of arrival among equals', () => {
    const { predictions } = rank(scores({ a: 0.8, b: 0.8, c: 0.8, d: 0.8 }), options);
    expect(predictions.map((p) => p.label)).toEqual(['a', 'b', 'c']);
  });

  it('is not sure when the best is under the threshold, and still says what it leans to', () => {
    const ranking = rank(scores({ cat: 0.29 }), options);
    expect(ranking).toEqual({ predictions: [{ label: 'cat', score: 0.29 }], doubt: 'too-weak' });
  });

  it('is not sure about nothing, whatever the threshold', () => {
    expect(rank([], { topK: 3, threshold: 0 })).toEqual({ predictions: [], doubt: 'too-weak' });
  });

  it('is not sure between two unclear rivals', () => {
    expect(rank(scores({ cat: 0.41, dog: 0.4 }), options).doubt).toBe('too-close');
    expect(rank(scores({ cat: 0.45, dog: 0.4 }), options).doubt).toBeUndefined();
  });

  it('is sure of two clear things in one frame', () => {
    expect(rank(scores({ person: 0.81, chair: 0.8 }), options).doubt).toBeUndefined();
  });

  it('sees the rival even when one label is listed', () => {
    const ranking = rank(scores({ cat: 0.41, dog: 0.4 }), { topK: 1, threshold: 0.3 });
    expect(ranking.predictions).toHaveLength(1);
    expect(ranking.doubt).toBe('too-close');
  });

  it('leaves noise out', () => {
    expect(rank(scores({ cat: 0.9, dog: 0.0004 }), options).predictions).toHaveLength(1);
  });
});
