/** How weights begin. Biases begin at 0, gains of a normalisation at 1. Pure. */
import type { Random } from '../random.ts';

export const initialisationNames = ['zero', 'small', 'large', 'lecun', 'xavier', 'he'] as const;
export type Initialisation = (typeof initialisationNames)[number];

/**
 * The standard deviation of the normal distribution that the weights of one layer are drawn from,
 * before `gain`.
 * - `small` 0.01, `large` 1, whatever the layer
 * - `lecun` √(1 ÷ inputs) (LeCun, Bottou, Orr and Müller, 1998)
 * - `xavier` √(2 ÷ (inputs + units)) (Glorot and Bengio, 2010; seed 002)
 * - `he` √(2 ÷ inputs) (He, Zhang, Ren and Sun, 2015)
 */
export function deviationOf(name: Initialisation, inputs: number, units: number): number {
  switch (name) {
    case 'zero':
      return 0;
    case 'small':
      return 0.01;
    case 'large':
      return 1;
    case 'lecun':
      return Math.sqrt(1 / inputs);
    case 'xavier':
      return Math.sqrt(2 / (inputs + units));
    case 'he':
      return Math.sqrt(2 / inputs);
  }
}

/** @param weights filled in place */
export function drawWeights(weights: Float64Array, deviation: number, random: Random): void {
  for (let i = 0; i < weights.length; i++) weights[i] = deviation * random.normal();
}
