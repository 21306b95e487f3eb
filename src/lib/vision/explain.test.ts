import { describe, expect, it } from 'vitest';
import { activationMap, gridFor, occlusionMap } from './explain.ts';

const landscape = { width: 400, height: 200 };

describe('gridFor', () => {
  it('makes about square cells', () => {
    expect(gridFor(landscape, 28)).toEqual({ columns: 28, rows: 14 });
    expect(gridFor({ width: 1, height: 1000 }, 28)).toEqual({ columns: 1, rows: 28 });
  });
});

describe('activationMap', () => {
  const corner = { side: 2, values: Float32Array.of(0.5, 0, 0, 0) };

  it('lays the evidence over the frame as the input was cut', () => {
    const map = activationMap('cat', [{ evidence: corner, input: { fit: 'cover' } }], landscape);
    // `cover` sees the middle half of the frame: its top left corner is a quarter in.
    const strongest = map.values.indexOf(1);
    expect(strongest % map.columns).toBe(7);
    expect(Math.floor(strongest / map.columns)).toBe(0);
    expect(map.values[0]).toBe(0);
  });

  it('turns mirrored evidence back', () => {
    const input = { fit: 'squash', mirror: true } as const;
    const map = activationMap('cat', [{ evidence: corner, input }], landscape);
    expect(map.values.indexOf(1) % map.columns).toBeGreaterThan(13);
  });

  it('is all zero where no network knows the label', () => {
    expect(activationMap('unicorn', [], landscape).values.every((value) => value === 0)).toBe(true);
  });
});

describe('occlusionMap', () => {
  it('is strongest where covering hurts most', async () => {
    const fractions: number[] = [];
    const map = await occlusionMap(
      'cat',
      landscape,
      async (patch) => {
        if (!patch) return 0.8;
        const covers = patch.x <= 0.1 && patch.x + patch.width > 0.1 && patch.y <= 0.1;
        return covers ? 0.1 : 0.8;
      },
      { cells: 8, onProgress: (fraction) => fractions.push(fraction) },
    );
    expect(map).toMatchObject({ columns: 8, rows: 4, method: 'occlusion' });
    expect(map.values[0]).toBe(1);
    expect(map.values.at(-1)).toBe(0);
    expect(fractions.at(-1)).toBe(1);
  });

  it('stops when it is told', async () => {
    const controller = new AbortController();
    const looking = occlusionMap(
      'cat',
      landscape,
      async () => {
        controller.abort();
        return 1;
      },
      { signal: controller.signal },
    );
    await expect(looking).rejects.toHaveProperty('name', 'AbortError');
  });
});
