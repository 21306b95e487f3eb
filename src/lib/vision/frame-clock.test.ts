import { describe, expect, it } from 'vitest';
import { FrameClock, MissedFrames } from './frame-clock.ts';

it('counts the age of a frame from the one that came quickest', () => {
  const clock = new FrameClock();
  expect(clock.ageMs(1_000_000, 5_000)).toBe(0);
  expect(clock.ageMs(1_033_000, 5_043)).toBe(10);
  expect(clock.ageMs(1_066_000, 5_056)).toBe(0);
  expect(clock.ageMs(1_100_000, 5_100)).toBe(10);
  expect(clock.ageMs(undefined, 6_000)).toBe(0);
});

describe('missed frames', () => {
  const interval = 33_333;

  it('are the gaps that a busy worker finds, by the rate the camera names', () => {
    const missed = new MissedFrames(30);
    for (const at of [0, 1, 4, 5, 7]) missed.saw(at * interval, 0);
    expect(missed.count).toBe(3);
  });

  it('are judged by the true rate once an idle worker has seen it', () => {
    const missed = new MissedFrames(30);
    // A dark room: the camera gives 15 a second.
    for (const at of [0, 2, 4, 6]) missed.saw(at * interval, 40);
    missed.saw(8 * interval, 0);
    expect(missed.count).toBe(0);
    missed.saw(12 * interval, 0);
    expect(missed.count).toBe(1);
  });

  it('are not misjudged for one stutter', () => {
    const missed = new MissedFrames(30);
    for (const at of [0, 1, 4, 5]) missed.saw(at * interval, 40);
    missed.saw(7 * interval, 0);
    expect(missed.count).toBe(1);
  });

  it('are not counted over a pause, nor without a rate or a timestamp', () => {
    const missed = new MissedFrames(30);
    missed.saw(0, 0);
    missed.forget();
    missed.saw(90 * interval, 0);
    missed.saw(undefined, 0);
    expect(missed.count).toBe(0);
    const rateless = new MissedFrames();
    rateless.saw(0, 0);
    rateless.saw(5 * interval, 0);
    expect(rateless.count).toBe(0);
  });
});
