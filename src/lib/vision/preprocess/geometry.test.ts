import { describe, expect, it } from 'vitest';
import { boxToFrame, mirrorBox, sourceRect } from './geometry.ts';

const whole = { x: 0, y: 0, width: 1, height: 1 };

describe('sourceRect', () => {
  it('takes the whole frame to squash it', () => {
    expect(sourceRect({ fit: 'squash' }, 640, 360)).toEqual({
      x: 0,
      y: 0,
      width: 640,
      height: 360,
    });
  });
  it('takes the middle square to cover', () => {
    expect(sourceRect({ fit: 'cover' }, 640, 360)).toEqual({
      x: 140,
      y: 0,
      width: 360,
      height: 360,
    });
    expect(sourceRect({ fit: 'cover' }, 360, 640).y).toBe(140);
  });
  it('reaches outside of the frame to contain it', () => {
    expect(sourceRect({ fit: 'contain' }, 640, 360)).toEqual({
      x: 0,
      y: -140,
      width: 640,
      height: 640,
    });
  });
});

describe('boxToFrame', () => {
  it('leaves a squashed box as it is', () => {
    const box = { x: 0.25, y: 0.5, width: 0.5, height: 0.25 };
    expect(boxToFrame(box, { fit: 'squash' }, 640, 360)).toEqual(box);
  });
  it('puts the whole of a covering input in the middle of the frame', () => {
    const box = boxToFrame(whole, { fit: 'cover' }, 400, 200);
    expect(box).toEqual({ x: 0.25, y: 0, width: 0.5, height: 1 });
  });
  it('clips the black bars of a contained frame away', () => {
    expect(boxToFrame(whole, { fit: 'contain' }, 400, 200)).toEqual(whole);
    const top = boxToFrame({ x: 0, y: 0, width: 1, height: 0.5 }, { fit: 'contain' }, 400, 200);
    expect(top).toEqual({ x: 0, y: 0, width: 1, height: 0.5 });
  });
  it('turns a mirrored box back', () => {
    const box = { x: 0, y: 0, width: 0.25, height: 1 };
    expect(boxToFrame(box, { fit: 'squash', mirror: true }, 400, 200).x).toBe(0.75);
    expect(mirrorBox(mirrorBox(box))).toEqual(box);
  });
});
