/** The labels of an installed model: names as people wrote them, and ids to know them by. Pure. */
import { FailureError } from '#lib/failure/failure.ts';
import type { LabelId } from '#lib/vision/prediction.ts';

/**
 * An id for each name: lower case, without accents, with hyphens. Names that differ have ids that do.
 */
export function labelIds(names: readonly string[]): LabelId[] {
  const taken = new Map<LabelId, string>();
  return names.map((name) => {
    const plain = name
      .normalize('NFD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase()
      .replace(/[^\p{Letter}\p{Number}]+/gu, '-')
      .replace(/^-|-$/g, '');
    const base = plain === '' ? 'label' : plain;
    for (let n = 1; ; n++) {
      const id = n === 1 ? base : `${base}-${n}`;
      const owner = taken.get(id);
      if (owner !== undefined && owner !== name) continue;
      taken.set(id, name);
      return id;
    }
  });
}

/** @throws FailureError `model-corrupt` */
export function parseLabels(bytes: ArrayBuffer, from: string): readonly string[] {
  let names: unknown;
  try {
    names = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new FailureError('model-corrupt', `${from}: ${String(error)}`);
  }
  if (Array.isArray(names) && names.every((name) => typeof name === 'string')) return names;
  throw new FailureError('model-corrupt', `${from} is no list of names`);
}
