import type { Units } from '#lib/text/model/format.ts';

/** Words that a model has vectors of their own for. */
export const listedWords = (units: Units): ReadonlySet<string> =>
  new Set(units.kind === 'words' ? units.words : []);
