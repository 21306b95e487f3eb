import { describe, expect, it } from 'vitest';
import { shownRows } from './batch/row-window.ts';
import { cutStrip, mostMoved, paintStates } from './strip-colours.ts';
import { looksOf, piecesOf, wordsOf } from './token-colours.ts';

const effect = (start: number, end: number, contribution = 0) => ({
  start,
  end,
  contribution,
  without: NaN,
});

describe('tokens', () => {
  it('are told apart by sign, beside the strongest of them', () => {
    const looks = looksOf([effect(0, 1, 2), effect(1, 2, -1), effect(2, 3, 0.01)]);
    expect(looks).toEqual([
      { sign: 'for', strength: 1 },
      { sign: 'against', strength: 0.5 },
      { sign: 'none', strength: 0 },
    ]);
    expect(looksOf([effect(0, 1, 0)])).toEqual([{ sign: 'none', strength: 0 }]);
  });

  it('leave nothing of the text out, on any page of them', () => {
    const text = ' a <b>, c ';
    const effects = [effect(1, 2), effect(3, 6), effect(8, 9)];
    const whole = (pieces: readonly { text: string }[]) => pieces.map((one) => one.text).join('');
    expect(whole(piecesOf(text, effects))).toBe(text);
    expect(whole(piecesOf(text, effects, 0, 1)) + whole(piecesOf(text, effects, 1, 3))).toBe(text);
    expect(piecesOf(text, effects, 1, 2)[0]).toEqual({ text: '<b>', token: 1 });
    const letters = piecesOf(
      'ab c',
      [0, 1, 2, 3].map((at) => effect(at, at + 1)),
    );
    expect(wordsOf(letters).map(({ pieces }) => whole(pieces))).toEqual(['ab', ' ', 'c']);
    const long = '字'.repeat(17);
    const runs = wordsOf(
      piecesOf(
        long,
        Array.from(long, (_, at) => effect(at, at + 1)),
      ),
    );
    expect(runs.map(({ together }) => together)).toEqual([false]);
  });
});

describe('states', () => {
  const strip = {
    tokens: [effect(0, 1), effect(1, 2)],
    units: 2,
    hidden: Float32Array.of(1, 0, -1, 0.1),
    gates: { input: Float32Array.of(0.5, 1) },
  };

  it('are painted units down, steps across', () => {
    const { pixels, steps } = paintStates(strip.hidden, 2);
    expect(steps).toBe(2);
    const opacities = [3, 7, 11, 15].map((at) => pixels[at]);
    expect(opacities).toEqual([255, 255, 0, 81]);
    expect(pixels.slice(0, 3)).not.toEqual(pixels.slice(4, 7));
    expect(paintStates(new Float32Array(), 0).steps).toBe(0);
  });

  it('are cut by steps, and say which unit moved most', () => {
    const cut = cutStrip(strip, 1, 2);
    expect([...cut.hidden]).toEqual([-1, Math.fround(0.1)]);
    expect(cut.tokens).toHaveLength(1);
    expect([...cut.gates['input']!]).toEqual([1]);
    expect(mostMoved(strip, 1, 1)).toEqual([{ unit: 0, value: -1, change: -2 }]);
    expect(mostMoved(strip, 0, 1)).toEqual([{ unit: 0, value: 1, change: 1 }]);
  });
});

describe('shownRows', () => {
  const view = { scrollTop: 0, height: 300, rowHeight: 30 };

  it('draws what is in sight and little more', () => {
    expect(shownRows({ ...view, count: 3 })).toMatchObject({ from: 0, to: 3, above: 0, below: 0 });
    const { from, to, above, below } = shownRows({ ...view, scrollTop: 3_000, count: 1_000 });
    expect(from).toBeLessThanOrEqual(100);
    expect(to).toBeGreaterThanOrEqual(110);
    expect(above + (to - from) * 30 + below).toBe(30_000);
  });

  it('comes to the first and the last of a million rows', () => {
    const count = 1_000_000;
    const { total } = shownRows({ ...view, count });
    expect(shownRows({ ...view, count })).toMatchObject({ from: 0, above: 0 });
    const last = shownRows({ ...view, count, scrollTop: total - 300 });
    expect(last.to).toBe(count);
    expect(last.below).toBe(0);
    const middle = shownRows({ ...view, count, scrollTop: total / 2 });
    expect(Math.abs(middle.from - count / 2)).toBeLessThan(count / 100);
    // What is drawn covers what is looked at.
    expect(middle.above).toBeLessThanOrEqual(total / 2);
    expect(middle.above + (middle.to - middle.from) * 30).toBeGreaterThanOrEqual(total / 2 + 300);
  });
});
