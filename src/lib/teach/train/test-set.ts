/** Which samples to lock away for the test. Pure. */
import { splitByBurst, type SplitSample } from '../score/split.ts';

/**
 * About `share` of each class by whole bursts, chosen by the seed; empty where a class has a single
 * burst only, since then nothing can be spared.
 * @returns ids of samples
 */
export function samplesToLock(
  samples: readonly (SplitSample & { readonly id: string })[],
  share: number,
  seed: number,
): readonly string[] {
  const parts = splitByBurst(samples, share, seed);
  return samples.filter((_, i) => parts[i] === 'validation').map(({ id }) => id);
}
