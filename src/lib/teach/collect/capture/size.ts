/** How large a sample is kept. Pure. */

/** Longest side of a kept picture: more than any trunk looks at, small enough for thousands. */
export const pictureSide = 640;
export const thumbnailSide = 128;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Fits into a square of `side`, never enlarged, no side under one pixel. */
export function scaledSize({ width, height }: Size, side: number): Size {
  const scale = Math.min(1, side / Math.max(width, height));
  return {
    width: Math.max(1, Math.round(width * scale)),
    height: Math.max(1, Math.round(height * scale)),
  };
}
