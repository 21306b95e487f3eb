/** Where a whole frame lies in the space it is shown in. Pure. */
import type { Box } from '#lib/vision/prediction.ts';

export interface Rect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The frame's rectangle in a space, in the space's units: `cover` may stick out, `contain` never does. */
export function fitFrame(
  frame: { width: number; height: number },
  space: { width: number; height: number },
  fit: 'cover' | 'contain',
): Rect {
  if (frame.width <= 0 || frame.height <= 0) return { left: 0, top: 0, ...space };
  const choose = fit === 'cover' ? Math.max : Math.min;
  const scale = choose(space.width / frame.width, space.height / frame.height);
  const width = frame.width * scale;
  const height = frame.height * scale;
  return { left: (space.width - width) / 2, top: (space.height - height) / 2, width, height };
}

/**
 * The part of a box (fractions of the frame) that can be seen in the space, in the space's units;
 * undefined when none of it can. `mirrored` flips left and right, as the view does.
 */
export function visibleBox(
  box: Box,
  frame: Rect,
  space: { width: number; height: number },
  mirrored: boolean,
): Rect | undefined {
  const x = mirrored ? 1 - box.x - box.width : box.x;
  const left = Math.max(0, frame.left + x * frame.width);
  const top = Math.max(0, frame.top + box.y * frame.height);
  const right = Math.min(space.width, frame.left + (x + box.width) * frame.width);
  const bottom = Math.min(space.height, frame.top + (box.y + box.height) * frame.height);
  if (right - left < 1 || bottom - top < 1) return undefined;
  return { left, top, width: right - left, height: bottom - top };
}
