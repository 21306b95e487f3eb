import { describe, expect, it } from 'vitest';
import { augmentationKey, variationsOf } from './augment.ts';

const all = { mirror: true, crop: true, colour: true, rotate: true, copies: 4 };

describe('variationsOf', () => {
  it('is the same for the same sample and seed, and another for others', () => {
    expect(variationsOf('a', all, 1)).toEqual(variationsOf('a', all, 1));
    expect(variationsOf('a', all, 1)).not.toEqual(variationsOf('b', all, 1));
    expect(variationsOf('a', all, 1)).not.toEqual(variationsOf('a', all, 2));
  });

  it('leaves alone what was not asked for', () => {
    const plain = { mirror: false, crop: false, colour: false, rotate: false, copies: 3 };
    for (const variation of variationsOf('a', plain, 1)) {
      expect(variation).toEqual({
        mirror: false,
        crop: { x: 0, y: 0, scale: 1 },
        rotation: 0,
        light: 0,
        tint: [1, 1, 1],
      });
    }
  });

  it('varies one thing the same whether or not others vary too', () => {
    const rotations = (colour: boolean) =>
      variationsOf('a', { ...all, colour }, 1).map(({ rotation }) => rotation);
    expect(rotations(true)).toEqual(rotations(false));
  });
});

describe('augmentationKey', () => {
  it('tells apart what gives other pictures', () => {
    expect(augmentationKey({ ...all, copies: 0 }, 1)).toBe('');
    const keys = [
      augmentationKey(all, 1),
      augmentationKey(all, 2),
      augmentationKey({ ...all, copies: 5 }, 1),
      augmentationKey({ ...all, crop: false }, 1),
    ];
    expect(new Set(keys).size).toBe(4);
  });
});
