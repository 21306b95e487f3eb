/** Which tasks of the labs a visitor has done on this device; for this visit only where storage is refused. */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';

const keyOf = (lab: string): string => `lab-${lab}`;

export const readDone = (lab: string): readonly string[] =>
  readPreference(keyOf(lab), (stored) =>
    Array.isArray(stored) ? stored.filter((key) => typeof key === 'string') : [],
  );

export const writeDone = (lab: string, keys: readonly string[]): boolean =>
  writePreference(keyOf(lab), keys);
