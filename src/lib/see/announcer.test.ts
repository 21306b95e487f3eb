import { describe, expect, it } from 'vitest';
import { Announcer } from './announcer.ts';

const options = { intervalMs: 3000, settleMs: 500 };

/** Plays one text per 100 ms from time 0 and returns what was said when. */
function play(texts: readonly string[]): [number, string][] {
  const announcer = new Announcer(options);
  return texts.flatMap((text, i) => {
    const said = announcer.hear(text, i * 100);
    return said === undefined ? [] : [[i * 100, said] as [number, string]];
  });
}

const hold = (text: string, ms: number) => Array<string>(ms / 100).fill(text);

describe('Announcer', () => {
  it('says a text once, after it has settled', () => {
    expect(play(hold('cat', 10_000))).toEqual([[500, 'cat']]);
  });

  it('keeps quiet about flicker', () => {
    const flicker = Array.from({ length: 100 }, (_, i) => (i % 2 ? 'cat' : 'dog'));
    expect(play(flicker)).toEqual([]);
  });

  it('leaves the interval between two changes', () => {
    expect(play([...hold('cat', 1000), ...hold('cup', 4000)])).toEqual([
      [500, 'cat'],
      [3500, 'cup'],
    ]);
  });

  it('skips what came and went inside the interval', () => {
    expect(play([...hold('cat', 1000), ...hold('cup', 1000), ...hold('cat', 5000)])).toEqual([
      [500, 'cat'],
    ]);
  });
});
