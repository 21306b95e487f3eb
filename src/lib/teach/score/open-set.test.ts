import { describe, expect, it } from 'vitest';
import { matrixFrom } from '../heads/matrix.ts';
import { whiteningFor } from '../heads/shipped-whitening.ts';
import { unwhiten } from '../heads/whitening.ts';
import { dimensions as everyday } from '../heads/whitening-data.ts';
import { distanceTo, fitFamiliarity } from './open-set.ts';

const classes = ['a', 'b'];
const vectors = matrixFrom(
  [
    [1, 0, 0],
    [1, 0.2, 0],
    [0.9, 0.4, 0],
    [0, 1, 0.1],
    [0, 1, -0.1],
  ],
  3,
);
const labels = Int32Array.of(0, 0, 0, 1, 1);

describe('familiarity', () => {
  it('is near for what a class has shown and far for what none has', () => {
    const stranger = matrixFrom([[0, 0, 2]], 3);
    const familiarity = fitFamiliarity(
      { vectors, labels },
      ['1', '2', '3', '4', '5'],
      classes,
      stranger,
    );
    expect(distanceTo(familiarity, Float32Array.of(3, 0.6, 0))).toBeLessThan(0.01);
    expect(distanceTo(familiarity, Float32Array.of(0, 0, 5))).toBeCloseTo(1, 5);
    expect(distanceTo(familiarity, Float32Array.of(-1, 0, 0))).toBeGreaterThan(0.9);
    expect(familiarity.known).toHaveLength(5);
    expect([...familiarity.known]).toEqual([...familiarity.known].sort((x, y) => x - y));
    expect(familiarity.strangers[0]).toBeCloseTo(1, 5);
  });

  it('measures a sample against its class without its burst', () => {
    // Both of b are each other's only look-alike: 1 − cos of the angle between them.
    const alone = fitFamiliarity({ vectors, labels }, ['1', '2', '3', '4', '5'], classes);
    const cosine = (1 - 0.01) / 1.01;
    expect(Math.min(...alone.known.map((d) => Math.abs(d - (1 - cosine))))).toBeLessThan(1e-6);
    // In one burst, the first two of a are measured against the third alone.
    const held = fitFamiliarity({ vectors, labels }, ['1', '1', '3', '4', '5'], classes);
    const third = 1 - 0.9 / Math.hypot(0.9, 0.4);
    expect(Math.min(...held.known.map((d) => Math.abs(d - third)))).toBeLessThan(1e-6);
  });

  it('measures from what all pictures share, without what varies within any class', () => {
    const whitening = whiteningFor(everyday)!;
    // One thing along each axis of the whitened space, moved along the widest direction of change.
    const picture = (axis: number, change: number) => {
      const row = new Float32Array(everyday);
      row[axis] = 1;
      unwhiten(whitening, row, row);
      return Array.from(row, (value, j) => {
        return value + whitening.centre[j]! + change * whitening.directions[j]!;
      });
    };
    const shown = [picture(3, 0.4), picture(3, -0.4), picture(9, 0.4), picture(9, -0.4)];
    const familiarity = fitFamiliarity(
      { vectors: matrixFrom(shown, everyday), labels: Int32Array.of(0, 0, 1, 1) },
      ['1', '2', '3', '4'],
      classes,
    );
    const raw = fitFamiliarity(
      { vectors: matrixFrom(shown, everyday), labels: Int32Array.of(0, 0, 1, 1) },
      ['1', '2', '3', '4'],
      classes,
      undefined,
      null,
    );
    const far = (measured: typeof raw) => measured.known.at(-1)!;
    expect(far(familiarity)).toBeLessThan(far(raw));
    const ours = distanceTo(familiarity, Float32Array.from(picture(3, 0.2)));
    const stranger = distanceTo(familiarity, Float32Array.from(picture(30, 0)));
    expect(ours).toBeLessThan(far(familiarity));
    expect(stranger).toBeGreaterThan(0.9);
  });

  it('says something finite without samples, with one, and for zeros', () => {
    const none = fitFamiliarity(
      { vectors: matrixFrom([], 3), labels: new Int32Array(0) },
      [],
      classes,
    );
    expect(distanceTo(none, Float32Array.of(1, 0, 0))).toBe(1);
    expect(none.known).toHaveLength(0);
    const one = fitFamiliarity(
      { vectors: matrixFrom([[0, 0, 0]], 3), labels: Int32Array.of(0) },
      ['1'],
      classes,
    );
    expect(one.known).toHaveLength(0);
    expect(distanceTo(one, new Float32Array(3))).toBe(1);
  });
});
