/** Batches of texts of like length: little of a batch is padding. Pure. */
import type { Random } from '#lib/maths/random.ts';

/** So many batches are sorted by length among themselves: short enough to be another mix every time. */
const bucketBatches = 24;

/**
 * Every text once, shuffled, in batches of neighbours in length; the batches shuffled too.
 * @param lengths tokens of each text
 * @returns indices of texts
 */
export function batchesOf(lengths: ArrayLike<number>, size: number, random: Random): number[][] {
  const order = random.shuffle(Array.from({ length: lengths.length }, (_, i) => i));
  const batches: number[][] = [];
  for (let from = 0; from < order.length; from += bucketBatches * size) {
    const bucket = order.slice(from, from + bucketBatches * size);
    bucket.sort((a, b) => lengths[a]! - lengths[b]!);
    for (let at = 0; at < bucket.length; at += size) batches.push(bucket.slice(at, at + size));
  }
  return random.shuffle(batches);
}

/** The same without chance, for evaluation: shortest first. */
export function batchesInOrder(lengths: ArrayLike<number>, size: number): number[][] {
  const order = Array.from({ length: lengths.length }, (_, i) => i);
  order.sort((a, b) => lengths[a]! - lengths[b]!);
  const batches: number[][] = [];
  for (let at = 0; at < order.length; at += size) batches.push(order.slice(at, at + size));
  return batches;
}
