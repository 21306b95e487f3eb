/** Which networks answer first, and with what. Runs in a worker. */
import { missingFiles } from '#lib/cache/fill.ts';
import type { ModelIndex } from '#lib/engine/graph/format.ts';
import { builtInFiles } from '#lib/cache/index-file.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { ModelId } from './models.ts';

/** It knows all words but three, with 2 of the 7 million numbers: nobody need wait for the rest, on a bad line or at a start. */
const soonest: ModelId = 'coco-centernet';

/** What it takes of the time of both networks (34 of 54 ms: models/coco-centernet/card.md). */
const soonestShare = 0.63;

export interface Stages {
  /** To be opened at once. */
  readonly now: readonly string[];
  /** Of `now`, drafts of the weights: all would have to come over the line. */
  readonly drafts: boolean;
  /** To be opened when `now` answers, and not before: they would share the line and the worker. */
  readonly later: readonly string[];
  /** Part of the time of all that `now` takes. */
  readonly share: number;
}

/** @param models to be opened; @param index of what is served. */
export async function stagesOf(
  models: readonly string[],
  index: Promise<ModelIndex>,
): Promise<Stages> {
  if (models.length < 2 || !models.includes(soonest)) {
    return { now: models, drafts: false, later: [], share: 1 };
  }
  const now = [soonest];
  const drafts = await isMissing(builtInFiles(await index, now));
  return {
    now,
    drafts,
    later: models.filter((id) => drafts || id !== soonest),
    share: soonestShare,
  };
}

async function isMissing(files: Parameters<typeof missingFiles>[0]): Promise<boolean> {
  try {
    return (await missingFiles(files)).length > 0;
  } catch (error) {
    // Storage is closed to us: all of it has to come.
    if (!(error instanceof FailureError)) throw error;
    return true;
  }
}
