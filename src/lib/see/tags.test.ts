import { describe, expect, it } from 'vitest';
import { placeTags } from './tags.ts';

const metrics = { height: 20, letter: 10, padding: 10, inset: 5 };
const box = { left: 0, top: 0, width: 200, height: 200 };

describe('placeTags', () => {
  it('prefers the top left corner, inside', () => {
    expect(placeTags([{ box, text: 'cat' }], [], metrics)).toEqual([
      { left: 5, top: 5, width: 40, height: 20 },
    ]);
  });

  it('gives each of four equal boxes a corner of its own, and the fifth none', () => {
    const places = placeTags(Array(5).fill({ box, text: 'cat' }), [], metrics);
    expect(places.slice(0, 4).map((place) => [place?.left, place?.top])).toEqual([
      [5, 5],
      [5, 175],
      [155, 5],
      [155, 175],
    ]);
    expect(places[4]).toBeUndefined();
  });

  it('keeps clear of the controls', () => {
    const control = { left: 0, top: 0, width: 100, height: 50 };
    expect(placeTags([{ box, text: 'cat' }], [control], metrics)[0]).toMatchObject({ top: 175 });
  });

  it('never grows wider than its box, and leaves small boxes bare', () => {
    const narrow = { ...box, width: 60 };
    const tiny = { left: 0, top: 0, width: 24, height: 24 };
    expect(placeTags([{ box: narrow, text: 'a long name' }], [], metrics)[0]?.width).toBe(50);
    expect(placeTags([{ box: tiny, text: 'cat' }], [], metrics)).toEqual([undefined]);
  });
});
