/** What keeps weights and steps small. Penalties touch weights, not biases. */
import type { Network } from '../network.ts';

/** Elastic net: l1·Σ|w| + (l2 ÷ 2)·Σw². For λ ÷ n and λ ÷ 2n of a lecture, divide by the rows. */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/** The penalty's value; its gradient is added to `gradient` (|w| has slope 0 at 0). */
export function addPenalty(
  { layers }: Network,
  { l1, l2 }: Penalty,
  gradient: Float64Array,
): number {
  if (l1 === 0 && l2 === 0) return 0;
  let value = 0;
  for (const { weights, weightsAt } of layers) {
    for (let i = 0; i < weights.length; i++) {
      const w = weights[i]!;
      value += l1 * Math.abs(w) + (l2 / 2) * w * w;
      gradient[weightsAt + i]! += l1 * Math.sign(w) + l2 * w;
    }
  }
  return value;
}

/** Brings `w` nearer to 0 by `amount` and leaves it there: the proximal step of amount·|w|. */
export const softThreshold = (w: number, amount: number): number =>
  Math.sign(w) * Math.max(0, Math.abs(w) - amount);

/** The proximal step of L1 on every weight: with it, unlike with its slope, weights become exactly 0. */
export function shrinkWeights({ layers }: Network, amount: number): void {
  for (const { weights } of layers) {
    for (let i = 0; i < weights.length; i++) weights[i] = softThreshold(weights[i]!, amount);
  }
}

/**
 * Scales `gradient` in place so that its norm is `most` at most (Pascanu, Mikolov and Bengio, 2013).
 * @returns the norm before
 */
export function clipByNorm(gradient: Float64Array, most: number): number {
  const norm = normOf(gradient);
  if (norm > most) {
    for (let i = 0; i < gradient.length; i++) gradient[i]! *= most / norm;
  }
  return norm;
}

/** √Σx² */
export function normOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
