/** Names of labels, for the page. No TensorFlow.js here. */
import type { LabelId } from '#lib/vision/prediction.ts';
import { labelNames, type KnownLabel, type LabelLocale } from './names.ts';

export type { KnownLabel, LabelLocale } from './names.ts';

/** Every label that the networks built in can say. */
export const allLabels = Object.keys(labelNames) as readonly KnownLabel[];

export function isKnownLabel(id: LabelId): id is KnownLabel {
  return Object.hasOwn(labelNames, id);
}

/** The label in the visitor's language; a label from elsewhere is its own name. */
export function labelName(id: LabelId, locale: LabelLocale): string {
  return isKnownLabel(id) ? labelNames[id][locale] : id;
}
