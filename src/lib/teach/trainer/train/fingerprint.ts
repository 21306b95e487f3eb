/** What a run depends on, in a few digits: equal ones give equal weights. Pure. */
import type { TrainSettings } from '../protocol.ts';
import type { Dataset } from './dataset.ts';

/** FNV-1a (Fowler, Noll and Vo, 1991), once forwards and once backwards. */
export function fingerprintOf(
  { classes, samples, parts }: Pick<Dataset, 'classes' | 'samples' | 'parts'>,
  settings: TrainSettings,
  trunk: string,
): string {
  const rows = samples.map(({ id, classId }, i) => `${id} ${classId} ${parts[i]}`);
  const text = JSON.stringify([classes, rows, settings, trunk]);
  let low = 0x811c9dc5;
  let high = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(text.length - 1 - i), 0x01000193);
  }
  return `${(low >>> 0).toString(36)}-${(high >>> 0).toString(36)}`;
}
