/** What the lab keeps in its address. */
import { choice, number, numbers, whole } from '#lib/learn/fields.ts';
import { activationNames, bends, hiddenActivations, optimiserNames } from './choices.ts';
import { curveNames, curveOf, heightLimit } from './curves.ts';
import { dataNames, limit } from './data.ts';

export const mostOwnPoints = 80;

export const fields = {
  data: choice(dataNames, 'circles'),
  noise: number({ least: 0, most: 0.4, initial: 0, digits: 2 }),
  /** The part kept for the test. */
  share: number({ least: 0.1, most: 0.9, initial: 0.5, digits: 1 }),
  /** The seed of the points. */
  points: whole({ initial: 1 }),
  own: numbers({
    least: -limit,
    most: limit,
    initial: [],
    digits: 2,
    shortest: 0,
    longest: 3 * mostOwnPoints,
  }),
  layers: numbers({ least: 1, most: 8, initial: [4, 2], digits: 0, shortest: 0, longest: 4 }),
  activation: choice(activationNames, 'tanh'),
  optimiser: choice(optimiserNames, 'sgd'),
  rate: number({ least: 0.0001, most: 10, initial: 0.03, digits: 5 }),
  l2: number({ least: 0, most: 1, initial: 0, digits: 5 }),
  batch: whole({ least: 1, most: 64, initial: 10 }),
  /** The seed of the weights. */
  seed: whole({ initial: 1 }),

  xorActivation: choice(hiddenActivations, 'tanh'),
  xorSeed: whole({ initial: 1 }),

  curve: choice(curveNames, 'wave'),
  drawn: numbers({
    least: -heightLimit,
    most: heightLimit,
    initial: curveOf('wave', []),
    digits: 2,
  }),
  width: whole({ least: 1, most: 64, initial: 3 }),
  bend: choice(bends, 'tanh'),
  curveSeed: whole({ initial: 1 }),
};
