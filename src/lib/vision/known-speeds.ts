/**
 * What one inference took when it was last measured here, so that it is not measured again at each start.
 * The choice of a backend needs no more than that; whoever asks for a speed has it measured.
 */
import { readPreference, writePreference } from '#lib/storage/preferences.ts';

/** Long enough to spare most starts, short enough that a device that has changed is noticed. */
const keptMs = 7 * 24 * 3_600_000;

interface Known {
  readonly what: string;
  readonly ms: number;
  readonly at: number;
}

const read = (): Known | undefined =>
  readPreference('speed', (stored) => {
    const { what, ms, at } = (stored ?? {}) as Partial<Known>;
    const isWhole = typeof what === 'string' && typeof at === 'number' && ms! > 0;
    return isWhole ? { what, ms: ms!, at } : undefined;
  });

/** Median milliseconds of these models on this backend. */
export function knownSpeed(what: string, now = Date.now()): number | undefined {
  const known = read();
  return known?.what === what && Math.abs(now - known.at) < keptMs ? known.ms : undefined;
}

/** Kept once: what was taken from here is not written back as if it were new. */
export function keepSpeed(what: string, ms: number, now = Date.now()): void {
  if (knownSpeed(what, now) === undefined) writePreference('speed', { what, ms, at: now });
}

/** What is known, or what is measured now; undefined where that did not come to an end. */
export async function speedOf(
  what: string,
  measure: () => Promise<number | undefined>,
): Promise<number | undefined> {
  const ms = knownSpeed(what) ?? (await measure());
  if (ms !== undefined) keepSpeed(what, ms);
  return ms;
}
