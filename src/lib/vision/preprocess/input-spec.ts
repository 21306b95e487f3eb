/** What a network wants to be fed. Plain data: page-safe. */

/**
 * How a frame of any shape becomes a square.
 * `squash` stretches the whole frame, `cover` keeps the middle square, `contain` keeps the whole
 * frame in proportion and leaves black bars.
 */
export type Fit = 'squash' | 'cover' | 'contain';

/** Input of one network: a tensor [1, size, size, 3] of `p * scale + offset`, RGB p in 0..255. */
export interface InputSpec {
  readonly size: number;
  readonly fit: Fit;
  readonly scale: number;
  readonly offset: number;
  /** Flip left and right. Boxes found in a mirrored input are mapped back by `boxToFrame`. */
  readonly mirror?: boolean;
}

/** Equal for equal specs. */
export function specKey({ size, fit, scale, offset, mirror }: InputSpec): string {
  return [size, fit, scale, offset, mirror === true].join(' ');
}
