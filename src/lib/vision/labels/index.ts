/** Names of labels, for the page. No TensorFlow.js here. */
import type { LabelId } from '#lib/vision/prediction.ts';
import { modelNames } from './model-names.svelte.ts';
import { labelNames, type KnownLabel, type LabelLocale } from './names.ts';

export { modelNames } from './model-names.svelte.ts';
export type { KnownLabel, LabelLocale, LabelNames } from './names.ts';

/** Every label that the networks built in can say. */
export const allLabels = Object.keys(labelNames) as readonly KnownLabel[];

export function isKnownLabel(id: LabelId): id is KnownLabel {
  return Object.hasOwn(labelNames, id);
}

/** The label in the visitor's language; a label from elsewhere has its maker's name, or is its own. */
export function labelName(id: LabelId, locale: LabelLocale): string {
  const known = isKnownLabel(id) ? labelNames[id] : modelNames.ofAny(id);
  return (modelNames.ofChosen(id) ?? known)?.[locale] ?? id.replaceAll('-', ' ');
}
