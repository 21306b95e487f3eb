/** What a network expects a pixel to be, where nobody says. Pure. */
import type { Step } from './network.ts';

/** −1..1, as most networks in TensorFlow.js want it, Teachable Machine's among them. */
const centred = { scale: 2 / 255, offset: -1 };

/**
 * A network that begins with a multiplication prepares its pixels itself: by less than a twentieth
 * where it is given 0..255, by more where it is given 0..1.
 * @param first the name of what it reads.
 */
export function guessPixels(
  steps: readonly Step[],
  first: string,
): { scale: number; offset: number } {
  const beginnings = steps.filter((step) => step.in === first);
  const [begin] = beginnings;
  if (begin?.op !== 'affine' || beginnings.length > 1) return centred;
  const factor = begin.scale.reduce((sum, value) => sum + Math.abs(value), 0) / begin.scale.length;
  if (factor < 1 / 20) return { scale: 1, offset: 0 };
  return factor > 1 ? { scale: 1 / 255, offset: 0 } : centred;
}
