import { describe, expect, it } from 'vitest';
import { fitFrame, visibleBox } from './fit.ts';

const frame = { width: 640, height: 480 };

describe('fitFrame', () => {
  it('covers a tall space and sticks out at the sides', () => {
    expect(fitFrame(frame, { width: 300, height: 600 }, 'cover')).toEqual({
      left: -250,
      top: 0,
      width: 800,
      height: 600,
    });
  });

  it('is contained in a wide space with room at the sides', () => {
    expect(fitFrame(frame, { width: 1000, height: 480 }, 'contain')).toEqual({
      left: 180,
      top: 0,
      width: 640,
      height: 480,
    });
  });

  it('fills the space while the frame has no size yet', () => {
    expect(fitFrame({ width: 0, height: 0 }, { width: 10, height: 20 }, 'cover')).toEqual({
      left: 0,
      top: 0,
      width: 10,
      height: 20,
    });
  });
});

describe('visibleBox', () => {
  const space = { width: 300, height: 600 };
  const rect = fitFrame(frame, space, 'cover');

  it('is clipped to what can be seen', () => {
    expect(visibleBox({ x: 0, y: 0.5, width: 0.5, height: 0.25 }, rect, space, false)).toEqual({
      left: 0,
      top: 300,
      width: 150,
      height: 150,
    });
  });

  it('flips with the mirror', () => {
    expect(visibleBox({ x: 0.5, y: 0, width: 0.5, height: 1 }, rect, space, true)).toEqual({
      left: 0,
      top: 0,
      width: 150,
      height: 600,
    });
  });

  it('is nothing when it lies out of sight', () => {
    expect(visibleBox({ x: 0, y: 0, width: 0.1, height: 1 }, rect, space, false)).toBeUndefined();
  });
});
