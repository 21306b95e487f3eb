/** Dropout: what a step does not see. Pure. */
import type { Random } from '#lib/maths/random.ts';

/** What is left counts for what is gone: 0 or 1 ÷ (1 − rate). Absent: nothing is gone. */
export function dropMask(length: number, rate: number, random: Random): Float32Array | undefined {
  if (rate <= 0) return undefined;
  const kept = 1 / (1 - rate);
  const mask = new Float32Array(length);
  for (let i = 0; i < length; i++) if (random.next() >= rate) mask[i] = kept;
  return mask;
}

export function multiply(values: Float32Array | Float64Array, by: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i]! *= by[i]!;
}
