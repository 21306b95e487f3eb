/** Which trunk something was made with. Pure. */
import type { RunRow } from '#lib/storage/project-rows.ts';
import { firstTrunk } from '#lib/vision/trunks.ts';
import type { Answerer } from '../trainer/protocol.ts';

/** Of a run of pictures. */
export const trunkOfRun = ({ trunk = firstTrunk }: Pick<RunRow, 'trunk'>): string => trunk;

/** The trunk that a head on pictures needs; undefined where a network of its own sees them. */
export function trunkNeeded({
  trunk = firstTrunk,
  tail,
}: Pick<Answerer, 'trunk' | 'tail'>): string | undefined {
  return tail?.kind === 'cnn' ? undefined : trunk;
}
