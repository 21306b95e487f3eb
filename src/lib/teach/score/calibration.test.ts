import { describe, expect, it } from 'vitest';
import { fitLda } from '../heads/closed-form.ts';
import { SILENT, type Examples } from '../heads/head.ts';
import { matrixFrom, rowOf, softmax, takeRows } from '../heads/matrix.ts';
import { Random } from '#lib/maths/random.ts';
import {
  calibrationError,
  calibrationOf,
  crossedCalibrationError,
  crossLogits,
  fitTemperature,
} from './calibration.ts';

/** Logits whose labels are drawn from softmax(logits ÷ temperature). */
function drawn(count: number, temperature: number) {
  const random = new Random(5);
  const rows = Array.from({ length: count }, () =>
    Array.from({ length: 3 }, () => 2 * temperature * random.normal()),
  );
  const labels = rows.map((row) => {
    const scores = Float64Array.from(row);
    softmax(scores, temperature);
    let left = random.next();
    return Math.max(
      scores.findIndex((score) => (left -= score) < 0),
      0,
    );
  });
  return { logits: matrixFrom(rows, 3), labels };
}

describe('temperature', () => {
  it.each([0.2, 1, 5])('finds the %f that labels were drawn with', (temperature) => {
    const { logits, labels } = drawn(4000, temperature);
    const found = fitTemperature(logits, labels);
    expect(Math.abs(Math.log(found / temperature))).toBeLessThan(0.12);
    expect(calibrationError(logits, labels, found)).toBeLessThan(0.03);
    expect(calibrationError(logits, labels, found / 8)).toBeGreaterThan(0.1);
  });

  it('of tens of samples is nearer the truth with a measured guess than by aiming low', () => {
    const { logits, labels } = drawn(4000, 1);
    const off = (usual?: { temperature: number; weight: number; measured: true }) => {
      let sum = 0;
      for (let from = 0; from < 4000; from += 20) {
        const rows = Array.from({ length: 20 }, (_, i) => from + i);
        const some = rows.map((row) => labels[row]!);
        sum += Math.log(fitTemperature(takeRows(logits, rows), some, usual)) / 200;
      }
      return sum;
    };
    expect(off()).toBeGreaterThan(0.15);
    for (const temperature of [0.8, 1.25]) {
      expect(Math.abs(off({ temperature, weight: 1, measured: true }))).toBeLessThan(0.12);
    }
    // All right: not certain all the same.
    const right = matrixFrom(Array<number[]>(20).fill([1, 0]), 2);
    const guess = { temperature: 1, weight: 1, measured: true };
    expect(fitTemperature(right, Array<number>(20).fill(0), guess)).toBeGreaterThan(0.1);
  });

  it('is judged by bursts that did not choose it', () => {
    // One burst all right, one all wrong: together they say "even chances", each says something else.
    const logits = matrixFrom(Array<number[]>(40).fill([4, 0]), 2);
    const labels = Array.from({ length: 40 }, (_, i) => Number(i >= 20));
    const bursts = labels.map((label) => `burst ${label}`);
    expect(calibrationError(logits, labels, fitTemperature(logits, labels))).toBeLessThan(0.01);
    expect(crossedCalibrationError(logits, labels, bursts, 1)).toBeGreaterThan(0.4);
    expect(
      crossedCalibrationError(
        logits,
        labels,
        labels.map(() => 'one'),
        1,
      ),
    ).toBeNaN();
    const many = drawn(2000, 1);
    const forty = many.labels.map((_, i) => `burst ${i % 40}`);
    expect(crossedCalibrationError(many.logits, many.labels, forty, 1)).toBeLessThan(0.04);
  });

  it('does not become certain of few samples that are all right', () => {
    const logits = matrixFrom(
      [
        [3, 0],
        [0, 3],
      ],
      2,
    );
    const scores = Float64Array.of(3, 0);
    softmax(scores, fitTemperature(logits, [0, 1]));
    expect(scores[0]).toBeCloseTo(0.75, 2);
  });

  it('stays finite: no samples, silent classes, equal logits', () => {
    expect(fitTemperature(matrixFrom([], 3), [])).toBe(1);
    const silent = matrixFrom(
      [
        [2, 1, SILENT],
        [0, 1, SILENT],
      ],
      3,
    );
    expect(Number.isFinite(fitTemperature(silent, [0, 1]))).toBe(true);
    expect(Number.isFinite(fitTemperature(matrixFrom([[1, 1]], 2), [0]))).toBe(true);
  });
});

it('calibrationOf counts by hand', () => {
  const { error, bins } = calibrationOf([0.95, 0.85, 0.81, 0.3], [true, true, false, false]);
  expect(bins[8]).toMatchObject({ count: 2, accuracy: 0.5 });
  expect(bins[8]!.confidence).toBeCloseTo(0.83);
  expect(bins[0]).toMatchObject({ count: 0, accuracy: NaN });
  expect(error).toBeCloseTo((0.05 + 2 * 0.33 + 0.3) / 4);
  expect(calibrationOf([], []).error).toBeNaN();
});

it('crossLogits answers each sample by a head that saw nothing of its burst', () => {
  const random = new Random(2);
  const labels = Int32Array.from({ length: 30 }, (_, i) => i % 2);
  const rows = Array.from(labels, (label) => [label + 0.2 * random.normal(), random.normal()]);
  const examples: Examples = { vectors: matrixFrom(rows, 2), labels, classCount: 2 };
  const groups = Array.from(labels, (_, i) => `burst-${Math.floor(i / 3)}`);
  const seen: number[] = [];
  const fit = (part: Examples) => {
    seen.push(part.labels.length);
    return fitLda(part, ['a', 'b'], 0.5);
  };
  const { logits, indices } = crossLogits(examples, groups, fit, 1);
  expect(indices).toHaveLength(30);
  expect(seen).toEqual([24, 24, 24, 24, 24]);
  const right = Array.from(indices).filter((i) => {
    const [a, b] = rowOf(logits, i);
    return (b! > a! ? 1 : 0) === labels[i];
  });
  expect(right.length).toBeGreaterThan(26);
});
