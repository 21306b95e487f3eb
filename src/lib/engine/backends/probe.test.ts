import '@tensorflow/tfjs-backend-cpu';
import { memory, setBackend } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { numbers } from '#lib/engine/repeatable-numbers.ts';
import { expected, probeError, runProbe } from './probe.ts';

type Grid = number[][][];

const relu = (value: number) => Math.max(0, value);
const relu6 = (value: number) => Math.min(6, relu(value));

/** Height, width, channels; rows of `values` in that order. */
function grid(height: number, width: number, at: (y: number, x: number) => number[]): Grid {
  return Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (_, x) => at(y, x)),
  );
}

/** A 3×3 window with a border of zeros on every side, which is what `same` means for odd sides. */
function window3(input: Grid, cy: number, cx: number, channel: number): number[] {
  return [-1, 0, 1].flatMap((dy) =>
    [-1, 0, 1].map((dx) => input[cy + dy]?.[cx + dx]?.[channel] ?? 0),
  );
}

/** The probe's network once more, in loops that share nothing with TensorFlow.js. */
function reference(): number[] {
  const pixels = numbers(9 * 9 * 3, 1);
  const input = grid(9, 9, (y, x) => [0, 1, 2].map((c) => pixels[(y * 9 + x) * 3 + c]!));
  const [stemFilter, stemBias] = [numbers(3 * 3 * 3 * 8, 2), numbers(8, 3)];
  const stem = grid(5, 5, (y, x) =>
    Array.from({ length: 8 }, (_, out) => {
      let sum = stemBias[out]!;
      for (let c = 0; c < 3; c++) {
        window3(input, y * 2, x * 2, c).forEach((value, k) => {
          sum += value * stemFilter[(k * 3 + c) * 8 + out]!;
        });
      }
      return relu6(sum);
    }),
  );
  const [depthFilter, depthBias] = [numbers(3 * 3 * 8, 4), numbers(8, 5)];
  const added = grid(5, 5, (y, x) =>
    Array.from({ length: 8 }, (_, c) => {
      let sum = depthBias[c]!;
      window3(stem, y, x, c).forEach((value, k) => (sum += value * depthFilter[k * 8 + c]!));
      return stem[y]![x]![c]! + relu(sum);
    }),
  );
  const pointFilter = numbers(8 * 4, 6);
  const point = grid(5, 5, (y, x) =>
    Array.from({ length: 4 }, (_, out) =>
      added[y]![x]!.reduce((sum, value, c) => sum + value * pointFilter[c * 4 + out]!, 0),
    ),
  );
  const means = [0, 1, 2, 3].map((c) => {
    let sum = 0;
    for (let y = 0; y < 10; y++) for (let x = 0; x < 10; x++) sum += enlarged(point, y, x, c);
    return sum / 100;
  });
  return [...means, ...means.map((value) => value / (1 + Math.exp(-value)))];
}

/** Bilinear from 5 to 10, corners not aligned. */
function enlarged(input: Grid, y: number, x: number, c: number): number {
  const [y0, x0] = [Math.floor(y / 2), Math.floor(x / 2)];
  const [y1, x1] = [Math.min(4, y0 + 1), Math.min(4, x0 + 1)];
  const [fy, fx] = [y / 2 - y0, x / 2 - x0];
  const top = input[y0]![x0]![c]! * (1 - fx) + input[y0]![x1]![c]! * fx;
  const bottom = input[y1]![x0]![c]! * (1 - fx) + input[y1]![x1]![c]! * fx;
  return top * (1 - fy) + bottom * fy;
}

describe('the correctness probe', () => {
  beforeAll(() => setBackend('cpu'));

  it('has stored numbers that plain loops agree with', () => {
    expect(probeError(reference())).toBeLessThan(1e-4);
  });

  it('agrees on the cpu backend and leaves no tensor behind', async () => {
    const before = memory().numTensors;
    expect(probeError(await runProbe())).toBeLessThan(1e-5);
    expect(memory().numTensors).toBe(before);
  });

  it('counts a wrong number, a missing one and NaN', () => {
    expect(probeError(expected.map((value) => value + 0.5))).toBeCloseTo(0.5);
    expect(probeError(expected.slice(1))).toBe(Infinity);
    expect(probeError(expected.map(() => NaN))).toBe(Infinity);
  });
});
