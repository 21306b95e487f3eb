/** What a friend would say of a class of texts, the most useful first. Pure. */
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { enoughSamples, imbalanceFrom } from '../coach.ts';
import { keyOf } from './plain-key.ts';

export type TextAdvice =
  | { readonly kind: 'empty' }
  | { readonly kind: 'few'; readonly missing: number }
  | { readonly kind: 'fewer'; readonly times: number }
  /** Texts that another class has too, word for word. */
  | { readonly kind: 'elsewhere'; readonly count: number }
  | { readonly kind: 'short' | 'twins'; readonly count: number };

/** Fewer letters than this say little by themselves. */
const shortBelow = 8;

/**
 * @param elsewhere keys of the texts of all other classes.
 */
export function adviseTexts(
  samples: readonly SampleRow[],
  largestClass: number,
  elsewhere: (key: string) => boolean,
): TextAdvice | undefined {
  const count = samples.length;
  if (count === 0) return { kind: 'empty' };
  const twoMinds = samples.filter((sample) => elsewhere(keyOf(sample))).length;
  if (twoMinds > 0) return { kind: 'elsewhere', count: twoMinds };
  if (count < enoughSamples) return { kind: 'few', missing: enoughSamples - count };
  const times = Math.floor(largestClass / count);
  if (times >= imbalanceFrom) return { kind: 'fewer', times };
  const twins = twinsOf(samples).length;
  if (twins > 0) return { kind: 'twins', count: twins };
  const short = samples.filter(isShort).length;
  return short * 2 > count ? { kind: 'short', count: short } : undefined;
}

export const isShort = (sample: SampleRow): boolean => [...keyOf(sample)].length < shortBelow;

/** Samples that say what another of them has said. */
export function twinsOf(samples: readonly SampleRow[]): readonly SampleRow[] {
  const count = new Map<string, number>();
  for (const sample of samples) {
    const key = keyOf(sample);
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  return samples.filter((sample) => count.get(keyOf(sample))! > 1);
}

export type TextFilter = 'all' | 'short' | 'twins' | 'test';

/** Which samples of a class a list shows. */
export function filterTexts(
  samples: readonly SampleRow[],
  filter: TextFilter,
): readonly SampleRow[] {
  switch (filter) {
    case 'all':
      return samples;
    case 'short':
      return samples.filter(isShort);
    case 'twins':
      return twinsOf(samples);
    case 'test':
      return samples.filter(({ part }) => part === 'test');
  }
}
