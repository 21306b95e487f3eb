/** The names of trunks, and what was measured of each. */
import { formatCount, formatPercent } from '#lib/i18n/format.ts';
import { everydayTrunk, largeTrunk, smallTrunk } from '#lib/vision/trunks.ts';
import type { InstalledChoices } from '#lib/vision/installed/choices.svelte.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';

interface Known {
  readonly name: () => string;
  /**
   * Right among 100 photos of ten kinds of things, shown five of each, by LDA: `npm run eval:fewshot`
   * (docs/decisions/0017).
   */
  readonly right: number;
  /** Multiplications, of those of the default. */
  readonly work: number;
}

const known: Readonly<Record<string, Known>> = {
  [everydayTrunk.id]: { name: m.train_trunk_everyday, right: 69, work: 1 },
  [smallTrunk.id]: { name: m.train_trunk_small, right: 60, work: 66 / 273 },
  [largeTrunk.id]: { name: m.train_trunk_large, right: 70, work: 371 / 273 },
};

/** @param installed what was installed on this device */
export const trunkName = (id: string, installed?: InstalledChoices): string =>
  known[id]?.name() ?? installed?.nameOf(id, getLocale()) ?? id;

export function trunkNote(id: string): string {
  const of = known[id];
  if (!of) return m.train_trunk_unmeasured();
  const right = formatCount(of.right);
  return of.work === 1
    ? m.train_trunk_measured_default({ right })
    : m.train_trunk_measured({ right, work: formatPercent(of.work) });
}
