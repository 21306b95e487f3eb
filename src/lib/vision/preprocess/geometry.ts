/** Which part of a frame a network sees, and the way back. Pure maths. */
import type { Box } from '#lib/vision/prediction.ts';
import type { InputSpec } from './input-spec.ts';

/** In pixels of the frame; may reach outside of it (`contain`). */
export interface SourceRect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The rectangle of the frame that is stretched over the square input of `spec`. */
export function sourceRect(
  spec: Pick<InputSpec, 'fit'>,
  frameWidth: number,
  frameHeight: number,
): SourceRect {
  if (spec.fit === 'squash') return { x: 0, y: 0, width: frameWidth, height: frameHeight };
  const side =
    spec.fit === 'cover' ? Math.min(frameWidth, frameHeight) : Math.max(frameWidth, frameHeight);
  return { x: (frameWidth - side) / 2, y: (frameHeight - side) / 2, width: side, height: side };
}

/**
 * A box given in fractions of the network's input, as fractions of the whole, unmirrored frame;
 * clipped to the frame.
 */
export function boxToFrame(
  box: Box,
  spec: Pick<InputSpec, 'fit' | 'mirror'>,
  frameWidth: number,
  frameHeight: number,
): Box {
  const rect = sourceRect(spec, frameWidth, frameHeight);
  const left = spec.mirror ? 1 - box.x - box.width : box.x;
  const x0 = clip((rect.x + left * rect.width) / frameWidth);
  const x1 = clip((rect.x + (left + box.width) * rect.width) / frameWidth);
  const y0 = clip((rect.y + box.y * rect.height) / frameHeight);
  const y1 = clip((rect.y + (box.y + box.height) * rect.height) / frameHeight);
  return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}

/** A box of the frame as it lies on a mirrored picture of the frame. */
export function mirrorBox(box: Box): Box {
  return { ...box, x: 1 - box.x - box.width };
}

function clip(fraction: number): number {
  return Math.min(1, Math.max(0, fraction));
}
