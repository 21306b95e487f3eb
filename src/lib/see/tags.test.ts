import { describe, expect, it } from 'vitest';
import { placeTags } from './tags.ts';

const metrics = { height: 20, letter: 10, padding: 10, inset: 5 };
const everywhere = { left: -1000, top: -1000, width: 9000, height: 9000 };
const box = { left: 0, top: 0, width: 200, height: 200 };

describe('placeTags', () => {
  it('prefers the top left corner, inside', () => {
    expect(placeTags([{ box, text: 'cat' }], everywhere, metrics)).toEqual([
      { left: 5, top: 5, width: 40, height: 20 },
    ]);
  });

  it('gives each of four equal boxes a corner of its own, and the fifth none', () => {
    const places = placeTags(Array(5).fill({ box, text: 'cat' }), everywhere, metrics);
    expect(places.slice(0, 4).map((place) => [place?.left, place?.top])).toEqual([
      [5, 5],
      [5, 175],
      [155, 5],
      [155, 175],
    ]);
    expect(places[4]).toBeUndefined();
  });

  it('keeps clear of the controls', () => {
    const clear = { left: 0, top: 60, width: 500, height: 500 };
    expect(placeTags([{ box, text: 'cat' }], clear, metrics)[0]).toMatchObject({ top: 65 });
  });

  it('never grows wider than its box, and leaves small boxes bare', () => {
    const narrow = { ...box, width: 60 };
    const tiny = { left: 0, top: 0, width: 24, height: 24 };
    expect(placeTags([{ box: narrow, text: 'a long name' }], everywhere, metrics)[0]?.width).toBe(
      50,
    );
    expect(placeTags([{ box: tiny, text: 'cat' }], everywhere, metrics)).toEqual([undefined]);
  });
});
