/**
 * What one inference took when it was last measured here, so that it is not measured again at each start.
 * The choice of a backend needs no more than that; whoever asks for a speed has it measured.
 */
import type { Link } from '#lib/engine/link.ts';
import { readPreference, writePreference } from '#lib/storage/preferences.ts';
import type { VisionCalls } from './protocol.ts';

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

/** What is known of the first worker, or what it measures now; undefined where that did not come to an end. */
export async function speedOf(
  models: readonly string[],
  worker: Pick<Link<VisionCalls>, 'call'>,
): Promise<number | undefined> {
  const what = `wasm ${models.join(' ')}`;
  const known = knownSpeed(what);
  if (known !== undefined) return known;
  const ending = await worker.call('measure', null).ending;
  if (ending.kind !== 'result') return undefined;
  keepSpeed(what, ending.value);
  return ending.value;
}
