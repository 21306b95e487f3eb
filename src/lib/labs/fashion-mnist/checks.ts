/** Whether the tasks of the lab are done. Pure. */
import { confusions, sameCell, type Cell } from '#lib/charts/matrix.ts';
import type { Scores } from './score.ts';
import type { Settings } from './settings.ts';

/** As often as by chance it would be nobody's finding. */
const leastAccuracy = 0.6;
/** So much better than without hidden layers. */
const margin = 0.05;

/** The open cell is that of the most frequent mistake (one of them, where several are). */
export function openedWorst(scores: Scores | undefined, picked: Cell | undefined): boolean {
  if (!scores || !picked || scores.accuracy < leastAccuracy) return false;
  const [worst, ...others] = confusions(scores.counts);
  return [worst, ...others].some((one) => sameCell(one, picked) && one?.count === worst?.count);
}

export interface Finished {
  readonly settings: Pick<Settings, 'source' | 'hidden'>;
  readonly ended: boolean;
  readonly accuracy: number;
}

/** A run with hidden layers beats one without that went to its end, on the same pictures. */
export const beatsLinear = (runs: readonly Finished[]): boolean =>
  runs.some(
    (deep) =>
      deep.settings.hidden.length > 0 &&
      runs.some(
        ({ settings, ended, accuracy }) =>
          ended &&
          settings.hidden.length === 0 &&
          settings.source === deep.settings.source &&
          deep.accuracy >= accuracy + margin,
      ),
  );
