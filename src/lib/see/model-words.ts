/** The names of what See can look with, and what is to be said of each. */
import { formatCount, formatPercent } from '#lib/i18n/format.ts';
import type { InstalledChoices } from '#lib/vision/installed/choices.svelte.ts';
import { EVERYDAY, isBuiltIn, type ModelChoice, type ModelId } from '#lib/vision/models.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';

/** Of `npm run eval:see` (models/coco-centernet/card.md), each at the size that See feeds. */
const measured: Readonly<Record<ModelId | 'everyday', { labels: number; work: number }>> = {
  everyday: { labels: 88, work: 1 },
  'coco-centernet': { labels: 80, work: 324 / 583 },
  'open-images-ssd': { labels: 22, work: 259 / 583 },
};

const names: Readonly<Record<ModelId | 'everyday', () => string>> = {
  everyday: m.see_model_everyday,
  'coco-centernet': m.see_model_coco,
  'open-images-ssd': m.see_model_open_images,
};

/** @param installed what was installed on this device */
export const modelName = (choice: ModelChoice, installed?: InstalledChoices): string =>
  isBuiltIn(choice) ? names[choice]() : (installed?.nameOf(choice, getLocale()) ?? choice);

export function modelNote(choice: ModelChoice): string {
  if (!isBuiltIn(choice)) return m.see_model_installed_note();
  const { labels, work } = measured[choice];
  const inputs = { labels: formatCount(labels), work: formatPercent(work) };
  return choice === EVERYDAY ? m.see_model_everyday_note(inputs) : m.see_model_alone_note(inputs);
}
