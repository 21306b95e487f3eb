import { describe, expect, it } from 'vitest';
import { Random } from '#lib/maths/random.ts';
import { joinNearDuplicates, plainKey } from './near-duplicates.ts';

const each = (texts: readonly string[]) => texts.map((_, i) => `b${String(i).padStart(5, '0')}`);
const groups = (...texts: string[]) => joinNearDuplicates(texts, each(texts));

/** All with all, as slow as it is plain. */
function slowly(texts: readonly string[]): boolean[][] {
  const sets = texts.map((text) => {
    const key = plainKey(text);
    const runs = Array.from({ length: Math.max(1, key.length - 3) }, (_, i) => key.slice(i, i + 4));
    return new Set(runs);
  });
  return sets.map((a) =>
    sets.map((b) => {
      const shared = [...a].filter((one) => b.has(one)).length;
      return shared / (a.size + b.size - shared) >= 0.8;
    }),
  );
}

describe('joinNearDuplicates', () => {
  it('joins what differs in case, digits, marks and blanks only', () => {
    const [a, b, c, d] = groups(
      'Call 08001234 NOW!!',
      'call  0900 now',
      'Call me later',
      'call 1 now…',
    );
    expect([b, d]).toEqual([a, a]);
    expect(c).not.toBe(a);
  });

  it('joins long texts with a word between, not short ones', () => {
    const long = 'the quick brown fox jumps over the lazy dog and runs away into the dark forest';
    const [a, b, c, d] = groups(long, `${long} again`, 'good', 'goods');
    expect(b).toBe(a);
    expect(c).not.toBe(d);
  });

  it('keeps the bursts there are, and joins what joins them', () => {
    const texts = ['one thing', 'another thing', 'another  thing!', 'else'];
    expect(joinNearDuplicates(texts, ['a', 'a', 'c', 'd'])).toEqual(['a', 'a', 'a', 'd']);
  });

  it('tells marks and emoji apart, and takes nothing for something', () => {
    const [smile, cry, marks, other, none] = groups('😀', '😭', '!!!', '???', '');
    expect(new Set([smile, cry, marks, other, none]).size).toBe(5);
  });

  it('finds what comparing all with all finds', () => {
    const random = new Random(3);
    const words = Array.from({ length: 30 }, () =>
      Array.from({ length: 3 + random.below(6) }, () => 'abcdefgh'[random.below(8)]).join(''),
    );
    const texts = Array.from({ length: 60 }, () =>
      Array.from({ length: 4 + random.below(10) }, () => words[random.below(30)]).join(' '),
    );
    const varied = texts.flatMap((text) => [
      text,
      text.replace(/ /, ` ${words[random.below(30)]} `),
    ]);
    const near = slowly(varied);
    const found = joinNearDuplicates(varied, each(varied));
    const reach = (from: number) => {
      const seen = new Set([from]);
      for (const at of seen) near[at]!.forEach((is, to) => is && seen.add(to));
      return seen;
    };
    varied.forEach((_, i) => {
      const together = reach(i);
      varied.forEach((__, j) => expect(found[i] === found[j]).toBe(together.has(j)));
    });
    expect(new Set(found).size).toBeLessThan(varied.length);
  });
});
