/** Which samples of a class a grid shows. Pure. */
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { hashDistance } from './capture/difference-hash.ts';
import { adviseFrame, alikeWithin } from './coach.ts';

export type SampleFilter = 'all' | 'doubtful' | 'alike' | 'test';

export function filterSamples(
  samples: readonly SampleRow[],
  filter: SampleFilter,
): readonly SampleRow[] {
  switch (filter) {
    case 'all':
      return samples;
    case 'doubtful':
      return samples.filter(({ quality }) => quality && adviseFrame(quality));
    case 'alike':
      return lookAlikes(samples);
    case 'test':
      return samples.filter(({ part }) => part === 'test');
  }
}

/** Samples that have at least one other nearly the same. Every pair: fine for the thousands of a class. */
function lookAlikes(samples: readonly SampleRow[]): readonly SampleRow[] {
  const found = new Set<SampleRow>();
  const hashed = samples.filter(({ hash }) => hash !== undefined);
  for (const [i, one] of hashed.entries()) {
    for (let j = i + 1; j < hashed.length; j++) {
      const other = hashed[j]!;
      if (found.has(one) && found.has(other)) continue;
      if (hashDistance(one.hash!, other.hash!) > alikeWithin) continue;
      found.add(one).add(other);
    }
  }
  return samples.filter((sample) => found.has(sample));
}
