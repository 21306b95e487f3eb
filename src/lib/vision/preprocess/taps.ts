/**
 * Resizing as a list of taps: which source pixels, with which weights, make one output pixel.
 * A source pixel counts as much as the output pixel covers of it, where an output pixel is never
 * narrower than a source pixel: the exact area mean when shrinking, bilinear when enlarging, and the
 * two are one formula. `preprocess.wgsl.ts` computes the same weights on the GPU.
 */
export interface Taps {
  /** First source index of each output position; -1 where the output lies outside the source. */
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `width` weights per output position; each position's weights sum to 1. */
  readonly weights: Float64Array;
  readonly width: number;
}

/**
 * @param length pixels in the source along this axis
 * @param start where the source range begins, in source pixels; may be negative
 * @param span how long the source range is
 * @param size output positions
 */
export function makeTaps(
  length: number,
  start: number,
  span: number,
  size: number,
  mirror = false,
): Taps {
  const step = span / size;
  const reach = (Math.max(1, step) + 1) / 2;
  const width = Math.ceil(reach) * 2;
  const first = new Int32Array(size).fill(-1);
  const count = new Int32Array(size);
  const weights = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    const centre = start + ((mirror ? size - 1 - i : i) + 0.5) * step;
    if (centre < 0 || centre > length) continue;
    // Pixels whose middle lies less than `reach` away.
    const from = Math.max(0, Math.floor(centre - reach + 0.5));
    const to = Math.min(length, Math.ceil(centre + reach - 0.5));
    let sum = 0;
    for (let s = from; s < to; s++) sum += coverage(s + 0.5 - centre, reach);
    for (let s = from; s < to; s++) {
      weights[i * width + s - from] = coverage(s + 0.5 - centre, reach) / sum;
    }
    first[i] = from;
    count[i] = to - from;
  }
  return { first, count, weights, width };
}

/**
 * The taps for a plane with one value per `factor` pixels (chroma): every weight moves to the
 * coarse pixel that covers its fine one, which is what reading the plane pixel by pixel means.
 */
export function foldTaps(taps: Taps, factor: number): Taps {
  if (factor === 1) return taps;
  const size = taps.first.length;
  const width = Math.ceil(taps.width / factor) + 1;
  const first = new Int32Array(size).fill(-1);
  const count = new Int32Array(size);
  const weights = new Float64Array(size * width);
  for (let i = 0; i < size; i++) {
    const fine = taps.first[i]!;
    if (fine < 0) continue;
    const from = Math.floor(fine / factor);
    for (let t = 0; t < taps.count[i]!; t++) {
      const coarse = Math.floor((fine + t) / factor) - from;
      weights[i * width + coarse]! += taps.weights[i * taps.width + t]!;
      count[i] = coarse + 1;
    }
    first[i] = from;
  }
  return { first, count, weights, width };
}

/** How much of a pixel is covered, its middle being `distance` away. */
function coverage(distance: number, reach: number): number {
  return Math.min(1, Math.max(0, reach - Math.abs(distance)));
}
