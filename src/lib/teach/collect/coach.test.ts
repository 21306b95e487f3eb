import { describe, expect, test } from 'vitest';
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { adviseClass, adviseFrame, looksAlike, RecordingCoach } from './coach.ts';

const fine = { sharpness: 600, brightness: 0.46, clipped: 0.05 };

const samples = (count: number, change: (index: number) => Partial<SampleRow> = () => ({})) =>
  Array.from({ length: count }, (_, index): SampleRow => ({
    id: `s${index}`,
    projectId: 'p',
    classId: 'c',
    burst: `b${index}`,
    takenAt: index,
    origin: 'camera',
    part: 'auto',
    hash: index.toString(16).padStart(16, '0'),
    quality: fine,
    ...change(index),
  }));

describe('a frame', () => {
  // Photos of a cat, a cup, a rocket and an astronaut, 640 pixels, measure 352 to 2658 in sharpness;
  // blurred by 8 pixels 15 to 88; at a quarter of their light 0.05 to 0.12 in brightness.
  test.each([
    [fine, undefined],
    [{ ...fine, sharpness: 352, brightness: 0.22 }, undefined],
    [{ ...fine, sharpness: 25 }, 'blurred'],
    [{ ...fine, sharpness: 40, brightness: 0.12 }, 'dark'],
    [{ ...fine, brightness: 0.89 }, 'bright'],
    [{ ...fine, brightness: 0.3, clipped: 0.5 }, 'dark'],
    [{ ...fine, brightness: 0.8, clipped: 0.5 }, 'bright'],
  ])('%o → %s', (quality, advice) => {
    expect(adviseFrame(quality)).toBe(advice);
  });
});

test('look-alikes differ by no more than a camera does from one frame to the next', () => {
  const look = (hash: string, red = 100) => ({ hash, tones: new Uint8Array([red, 50, 50]) });
  const frame = look('00000000000000ff');
  expect(looksAlike(frame, [look('ffffffffffffffff'), look('00000000000000fc', 104)])).toBe(true);
  expect(looksAlike(frame, [look('00000000000000f0')])).toBe(false);
  expect(looksAlike(frame, [])).toBe(false);
  // The same shape in another colour, or a small thing that moved.
  expect(looksAlike(frame, [look('00000000000000ff', 140)])).toBe(false);
});

test('the coach speaks up when it keeps happening, and falls silent when it is cured', () => {
  const coach = new RecordingCoach();
  expect(coach.hear('blurred')).toBeUndefined();
  expect(coach.hear(undefined)).toBeUndefined();
  expect(coach.hear('blurred')).toBeUndefined();
  expect(coach.hear('blurred')).toBe('blurred');
  expect(coach.hear(undefined)).toBeUndefined();
});

describe('a class', () => {
  test('empty, then too few, then far fewer than another, then from one go', () => {
    expect(adviseClass([], 0)).toEqual({ kind: 'empty' });
    expect(adviseClass(samples(5), 5)).toEqual({ kind: 'few', missing: 3 });
    expect(adviseClass(samples(10), 47)).toEqual({ kind: 'fewer', times: 4 });
    expect(
      adviseClass(
        samples(10, () => ({ burst: 'one' })),
        10,
      ),
    ).toEqual({ kind: 'one-burst' });
    expect(adviseClass(samples(10), 20)).toBeUndefined();
  });

  test('names a fault that most of it has', () => {
    const dark = { ...fine, brightness: 0.05 };
    expect(
      adviseClass(
        samples(10, (i) => (i < 6 ? { quality: dark } : {})),
        10,
      ),
    ).toEqual({
      kind: 'dark',
      count: 6,
    });
    expect(
      adviseClass(
        samples(10, (i) => (i < 5 ? { quality: dark } : {})),
        10,
      ),
    ).toBeUndefined();
  });

  test('notices that all are the same picture', () => {
    const same = samples(10, () => ({ hash: 'abcdabcdabcdabcd' }));
    expect(adviseClass(same, 10)).toEqual({ kind: 'alike', count: 9 });
  });
});
