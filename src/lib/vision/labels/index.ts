/** Names of labels, for the page. No TensorFlow.js here. */
import type { LabelId } from '#lib/vision/prediction.ts';
import { labelNames, type KnownLabel, type LabelLocale } from './names.ts';

export type { KnownLabel, LabelLocale } from './names.ts';

/** Every label that the networks built in can say. */
export const allLabels = Object.keys(labelNames) as readonly KnownLabel[];

export function isKnownLabel(id: LabelId): id is KnownLabel {
  return Object.hasOwn(labelNames, id);
}

/** Of models that were installed, as their makers wrote them. */
const ownNames = new Map<LabelId, string>();

/** The page reads a list of names when such a model is chosen. */
export function nameLabels(names: Iterable<readonly [LabelId, string]>): void {
  for (const [id, name] of names) ownNames.set(id, name);
}

/** The label in the visitor's language; a label from elsewhere has its maker's name, or is its own. */
export function labelName(id: LabelId, locale: LabelLocale): string {
  return isKnownLabel(id) ? labelNames[id][locale] : (ownNames.get(id) ?? id.replaceAll('-', ' '));
}
