/** From the caution slider to a limit on the distance, and the curves that show what it costs. Pure. */
import type { Point } from '#lib/charts/axes.ts';
import type { Familiarity } from '../score/open-set.ts';

export const defaultCaution = 0.3;

type Shown = Pick<Familiarity, 'known'> & Partial<Pick<Familiarity, 'whitened'>>;

/** At full caution this share of the known samples is still let in. */
const LEAST_LET_IN = 0.6;
/** At no caution the limit lies this many times beyond the strangest known sample. */
const WIDEST = 2;

/**
 * Samples that are nearly one picture say little of how else their thing may look, so pictures this
 * close pass for the same thing. Shrinks with caution, to 0.3 at the default: of photos of things and
 * their poses, 99 strangers in 100 lay beyond 0.64 (docs/decisions/0008).
 */
const CLOSE = 0.43;

/**
 * The largest distance that is still an answer. A fifth of the way every known sample is just
 * let in; below that strangers come in too, above it the strangest known ones are kept out.
 * @param caution 0..1
 * @returns Infinity while nothing is known to measure by
 */
export function limitAt({ known, whitened }: Shown, caution: number): number {
  const strangest = known.at(-1);
  if (strangest === undefined) return Infinity;
  const close = whitened ? CLOSE * (1 - caution) : 0;
  return Math.max(close, limitWithin(known, strangest, caution));
}

function limitWithin(known: Float32Array, strangest: number, caution: number): number {
  const middle = 0.2;
  if (caution <= middle) return strangest * (WIDEST - (WIDEST - 1) * (caution / middle));
  const share = 1 - (1 - LEAST_LET_IN) * ((caution - middle) / (1 - middle));
  return quantile(known, share);
}

/** Share of ascending distances that lie within a limit. */
export function shareWithin(distances: Float32Array, limit: number): number {
  if (distances.length === 0) return Number.NaN;
  return distances.filter((distance) => distance <= limit).length / distances.length;
}

/** Both curves over limits from 0 to just beyond what there is. */
export function limitCurves(
  { known, strangers, whitened }: Shown & Pick<Familiarity, 'strangers'>,
  steps = 48,
): { readonly accepted: readonly Point[]; readonly rejected: readonly Point[] } {
  const reach = 1.1 * Math.max(known.at(-1) ?? 0, strangers.at(-1) ?? 0, whitened ? CLOSE : 1e-6);
  const limits = Array.from({ length: steps + 1 }, (_, i) => (i / steps) * reach);
  const curve = (distances: Float32Array, y: (share: number) => number) =>
    distances.length === 0 ? [] : limits.map((x) => ({ x, y: y(shareWithin(distances, x)) }));
  return {
    accepted: curve(known, (share) => share),
    rejected: curve(strangers, (share) => 1 - share),
  };
}

/** Linear between the two nearest of ascending values. */
function quantile(ascending: Float32Array, share: number): number {
  const place = share * (ascending.length - 1);
  const below = Math.floor(place);
  const low = ascending[below] ?? 0;
  const high = ascending[below + 1] ?? low;
  return low + (high - low) * (place - below);
}
