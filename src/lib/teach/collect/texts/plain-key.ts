/** By what two texts are the same: their visible characters. Pure. */
import type { SampleRow } from '#lib/storage/project-rows.ts';

/** Controls and characters without a width; the joiner stays, which makes one emoji of several. */
const unseen = /(?!\u200D)[\p{Cc}\p{Cf}\p{Cs}]/gu;

/** The text in one Unicode form, with single spaces, without what nobody sees. */
export const plainKey = (text: string): string =>
  text.normalize('NFC').replace(/\s+/gu, ' ').replace(unseen, '').trim();

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
