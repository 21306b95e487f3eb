/** What a timed series can be set to, and how a stored one is read back. */
import type { BurstPlan } from './recorder.svelte.ts';

export const burstLimits = {
  count: { min: 2, max: 60, step: 1 },
  intervalMs: { min: 200, max: 5000, step: 100 },
  delayMs: { min: 0, max: 10_000, step: 1000 },
} as const;

const defaultPlan: BurstPlan = { count: 12, intervalMs: 500, delayMs: 3000 };

export function parseBurstPlan(stored: unknown): BurstPlan {
  const raw = typeof stored === 'object' && stored !== null ? { ...stored } : {};
  const from = raw as Partial<Record<keyof BurstPlan, unknown>>;
  const within = (name: keyof BurstPlan): number => {
    const value = from[name];
    if (typeof value !== 'number' || !Number.isFinite(value)) return defaultPlan[name];
    const { min, max } = burstLimits[name];
    return Math.round(Math.min(max, Math.max(min, value)));
  };
  return { count: within('count'), intervalMs: within('intervalMs'), delayMs: within('delayMs') };
}
