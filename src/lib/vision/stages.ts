/** Which networks answer first where not all of them are on the device. Runs in a worker. */
import { missingFiles } from '#lib/cache/fill.ts';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { builtInFiles } from '#lib/cache/index-file.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ModelId } from './models.ts';

/** It knows all words but three, in 4 of the 14 MB: a visitor on a bad line need not wait for the rest. */
const soonest: ModelId = 'coco-centernet';

/** What it takes of the time of both networks (34 of 54 ms: models/coco-centernet/card.md). */
const soonestShare = 0.63;

export interface Stages {
  /** To be opened at once. */
  readonly now: readonly string[];
  /** To be brought when `now` answers, and not before: they would share the line. */
  readonly later: readonly string[];
  /** Part of the time of all that `now` takes. */
  readonly share: number;
}

/** @param models to be opened; @param index of what is served. */
export async function stagesOf(
  models: readonly string[],
  index: Promise<ModelIndex>,
): Promise<Stages> {
  const whole: Stages = { now: models, later: [], share: 1 };
  if (models.length < 2 || !models.includes(soonest)) return whole;
  const later = models.filter((id) => id !== soonest);
  const files = builtInFiles(await index, later);
  try {
    if ((await missingFiles(files)).length === 0) return whole;
  } catch (error) {
    // Storage is closed to us: all of it has to come.
    if (!(error instanceof FailureError)) throw error;
  }
  return { now: [soonest], later, share: soonestShare };
}
