/** By what two texts are the same: their visible characters. Pure. */
import type { SampleRow } from '#lib/storage/project-rows.ts';
import { plainText } from '#lib/text/units/plain.ts';

/** The text as models read it, without the spaces around. */
export const plainKey = (text: string): string => plainText(text, false).text.trim();

const keys = new WeakMap<SampleRow, string>();

/** The key of a sample's text; worked out once for each row. */
export function keyOf(sample: SampleRow): string {
  const known = keys.get(sample) ?? plainKey(sample.text ?? '');
  keys.set(sample, known);
  return known;
}

const sets = new WeakMap<readonly SampleRow[], ReadonlySet<string>>();

/** Keys of all texts of a class; worked out once for each list. */
export function keysOf(samples: readonly SampleRow[]): ReadonlySet<string> {
  const known = sets.get(samples) ?? new Set(samples.map(keyOf));
  sets.set(samples, known);
  return known;
}
