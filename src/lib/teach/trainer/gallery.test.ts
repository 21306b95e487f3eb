import { describe, expect, it } from 'vitest';
import { audit } from './audit.ts';
import { Gallery } from './gallery.ts';
import { mapOf } from './map.ts';
import { nearestSamples } from './nearest.ts';
import type { LabelledSample } from './protocol.ts';
import { Random } from '#lib/maths/random.ts';

const sample = (id: string, classId = 'a', burst = id): LabelledSample => ({
  id,
  classId,
  burst,
  part: 'auto',
});

/** Two clouds, ten samples each; sample `a3` lies in the other one. */
function clouds(): Gallery {
  const gallery = new Gallery(8);
  const random = new Random(4);
  for (const [c, classId] of ['a', 'b'].entries()) {
    for (let i = 0; i < 10; i++) {
      const side = classId === 'a' && i === 3 ? 1 : c;
      const vector = Float32Array.from(
        { length: 8 },
        (_, j) => Number(j % 2 === side) + 0.2 * random.normal(),
      );
      gallery.put(sample(`${classId}${i}`, classId), vector);
    }
  }
  return gallery;
}

const { signal } = new AbortController();

describe('Gallery', () => {
  it('keeps rows apart while samples come, go and move', () => {
    const gallery = new Gallery(2);
    for (let i = 0; i < 100; i++) gallery.put(sample(`s${i}`), Float32Array.of(i, -i));
    gallery.remove('s5');
    gallery.put(sample('new'), Float32Array.of(7, 8));
    gallery.relabel(sample('s6', 'b'));
    expect(gallery.size).toBe(100);
    expect(gallery.vector('s5')).toBeUndefined();
    expect([...gallery.vector('s99')!]).toEqual([99, -99]);
    expect([...gallery.vector('new')!]).toEqual([7, 8]);
    expect(gallery.get('s6')?.sample.classId).toBe('b');
  });

  it('lists samples by id, however they came', () => {
    const gallery = new Gallery(1);
    for (const id of ['c', 'a', 'b']) gallery.put(sample(id), Float32Array.of(1));
    expect(gallery.samples().map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
});

describe('nearestSamples', () => {
  it('finds the sample itself first, then its like', () => {
    const gallery = clouds();
    const [first, ...rest] = nearestSamples(gallery, gallery.vector('b2')!, 6);
    expect(first?.sampleId).toBe('b2');
    expect(first?.similarity).toBeCloseTo(1, 5);
    for (const { sampleId } of rest) expect(sampleId).toMatch(/^b|a3/);
  });
});

describe('audit', () => {
  it('suspects the one that lies among the others', async () => {
    const { suspects, duplicates } = await audit(clouds(), () => undefined, signal);
    expect(suspects.map(({ sampleId, suggested }) => [sampleId, suggested])).toEqual([['a3', 'b']]);
    expect(duplicates).toEqual([]);
  });

  it('finds what is there twice', async () => {
    const gallery = clouds();
    gallery.put(sample('twin', 'b'), gallery.vector('b4')!.slice());
    const { duplicates } = await audit(gallery, () => undefined, signal);
    expect(duplicates).toEqual([['b4', 'twin']]);
  });

  it('lets no frame of the same burst vote', async () => {
    const gallery = new Gallery(2);
    const put = (id: string, classId: string, burst: string, x: number, y: number) =>
      gallery.put(sample(id, classId, burst), Float32Array.of(x, y));
    // A whole hold under the wrong label: its frames would only confirm each other.
    for (let i = 0; i < 6; i++) put(`hold${i}`, 'a', 'hold', 1, i / 50);
    for (let i = 0; i < 12; i++) put(`b${i}`, 'b', `b${i}`, 1, i / 50 + 0.01);
    for (let i = 0; i < 12; i++) put(`a${i}`, 'a', `a${i}`, -1, i / 50);
    const { suspects } = await audit(gallery, () => undefined, signal);
    const ids = suspects.map(({ sampleId }) => sampleId);
    expect(ids.filter((id) => id.startsWith('hold'))).toHaveLength(6);
  });
});

describe('mapOf', () => {
  it.each(['pca', 'umap'] as const)('%s puts clouds apart, inside the square', async (method) => {
    const places = await mapOf(clouds(), { method, seed: 3 }, () => undefined, signal);
    expect(places).toHaveLength(20);
    for (const { x, y } of places) {
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(-1e-9);
      expect(Math.max(x, y)).toBeLessThanOrEqual(1 + 1e-9);
    }
    const middle = (side: string) => {
      const own = places.filter(({ sampleId }) => sampleId !== 'a3' && sampleId[0] === side);
      return [
        own.reduce((sum, { x }) => sum + x / own.length, 0),
        own.reduce((sum, { y }) => sum + y / own.length, 0),
      ] as const;
    };
    const [ax, ay] = middle('a');
    const [bx, by] = middle('b');
    expect(Math.hypot(ax - bx, ay - by)).toBeGreaterThan(0.3);
    const again = await mapOf(clouds(), { method, seed: 3 }, () => undefined, signal);
    expect(again).toEqual(places);
  });

  it('does with one sample, and with none', async () => {
    const gallery = new Gallery(3);
    const map = () => mapOf(gallery, { method: 'umap', seed: 1 }, () => undefined, signal);
    expect(await map()).toEqual([]);
    gallery.put(sample('only'), Float32Array.of(1, 2, 3));
    expect(await map()).toEqual([{ sampleId: 'only', x: 0.5, y: 0.5 }]);
  });
});
