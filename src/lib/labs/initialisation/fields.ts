/** The settings of the lab, which are its address. */
import { choice, flag, number, whole } from '#lib/learn/fields.ts';
import { activationNames } from '#lib/maths/network/activations.ts';
import { initialisationNames } from '#lib/maths/network/initialisation.ts';

export const pointSets = ['circles', 'moons', 'xor', 'spiral'] as const;
export const activations = activationNames.filter((name) => name !== 'linear');
export const normalisations = ['none', 'batch', 'layer'] as const;

export const fields = {
  set: choice(pointSets, 'circles'),
  depth: whole({ least: 1, most: 20, initial: 10 }),
  activation: choice(activations, 'tanh'),
  weights: choice(initialisationNames, 'xavier'),
  gain: number({ least: 0.5, most: 3, initial: 1, digits: 2 }),
  /** log₁₀ of the learning rate */
  rate: number({ least: -3, most: 0, initial: -1, digits: 2 }),
  residual: flag(false),
  norm: choice(normalisations, 'none'),
  clip: flag(false),
  seed: whole({ most: 9999, initial: 1 }),
  /** Of the chain: one weight and one bias for all four neurons, and the input. */
  w: number({ least: -10, most: 10, initial: 1, digits: 2 }),
  b: number({ least: -10, most: 10, initial: 0, digits: 2 }),
  x: number({ least: -2, most: 2, initial: 1, digits: 2 }),
};
