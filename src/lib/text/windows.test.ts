import { describe, expect, it } from 'vitest';
import { tinyTextModel, tinyWords } from '../../../tests/support/tiny-text-model.ts';
import { tokenizerOf } from './units/tokens.ts';
import { cutText, joinWindows, mostWindows } from './windows.ts';

const words = tokenizerOf(tinyWords);
const sentence = 'The quick brown fox jumps over the lazy dog. ';

describe('windows', () => {
  it('hold every token once, in order, and end after a mark where there is one near', () => {
    const text = sentence.repeat(20);
    const { windows, covered } = cutText(text, words, 32);
    expect(covered).toBe(1);
    expect(windows[0]?.from).toBe(0);
    windows.slice(1).forEach(({ from }, n) => expect(from).toBe(windows[n]!.to));
    expect(windows.at(-1)?.to).toBe(words.tokenize(text).count);
    for (const { tokens, to } of windows) expect(text[tokens.ends[to - 1]! - 1]).toBe('.');
  });

  it('of a text that goes on stay where they were', () => {
    const cut = (text: string) => cutText(text, words, 16).windows.map(({ from }) => from);
    const text = sentence.repeat(9);
    expect(cut(text + sentence).slice(0, cut(text).length)).toEqual(cut(text));
  });

  it('are none of a text without tokens', () => {
    expect(cutText(' \0\u200B', words, 32)).toEqual({ windows: [], covered: 1 });
  });

  it.each([
    ['a long text', 3_000],
    ['ten megabytes', 10_000_000],
  ])('of %s are some, evenly spaced, from its beginning to its end', (_, length) => {
    const text = sentence.repeat(Math.ceil(length / sentence.length));
    const { windows, covered } = cutText(text, words, 8);
    expect(windows.length).toBe(mostWindows);
    expect(covered).toBeGreaterThan(0);
    expect(covered).toBeLessThan(1);
    const starts = windows.map(({ tokens, from, base }) => base + tokens.starts[from]!);
    const last = windows.at(-1)!;
    expect(starts[0]).toBe(0);
    expect(last.base + last.tokens.ends[last.to - 1]!).toBeGreaterThan(text.length * 0.99);
    const gaps = starts.slice(1).map((start, n) => start - starts[n]!);
    expect(Math.max(...gaps)).toBeLessThan(2.5 * Math.min(...gaps) + 64);
  });

  it('of places stay where they were when a little is typed', () => {
    const text = sentence.repeat(100_000);
    const bases = (text: string) => cutText(text, words, 8).windows.map(({ base }) => base);
    expect(bases(`${text}, and on`)).toEqual(bases(text));
  });

  it('of places never begin with half a character', () => {
    const { windows } = cutText('😀'.repeat(100_000), words, 8);
    for (const { base } of windows) expect(base % 2).toBe(0);
  });

  it('are joined by their tokens', () => {
    const answers = [Float32Array.of(1, 0), Float32Array.of(0, 1)];
    const windows = [
      { from: 0, to: 3 },
      { from: 3, to: 4 },
    ];
    expect(Array.from(joinWindows(windows, answers))).toEqual([0.75, 0.25]);
  });
});

describe('ten megabytes', () => {
  it.each(['a', 'word ', '\u0301', '\uDC00', ' ', '👨\u200D👩 '])(
    'of %j are read in places',
    async (piece) => {
      const text = piece.repeat(10_000_000 / piece.length);
      const { windows, covered, logits } = await tinyTextModel({ window: 32 }).reader().read(text);
      expect(windows.length).toBeLessThanOrEqual(mostWindows);
      expect(covered).toBeLessThan(1);
      expect(logits.every(Number.isFinite)).toBe(true);
    },
  );
});
