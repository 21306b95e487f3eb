/** The settings of the lab, which are its address. */
import { choice, flag, number, numbers, whole } from '#lib/learn/fields.ts';
import { mostEpochs, parkRows } from './maths.ts';

export const mostOwnRows = 6;

export const fields = {
  /** Weights that the training starts from. */
  w: numbers({ least: -10, most: 10, initial: [0, 0, 0] }),
  at: whole({ most: mostEpochs * (parkRows.length + mostOwnRows), initial: 0 }),
  rate: number({ least: 0.05, most: 2, initial: 1 }),
  f: choice(['step', 'sigmoid', 'linear'], 'step'),
  fires: choice(['above', 'at'], 'above'),
  bias: flag(false),
  order: choice(['given', 'reversed', 'shuffled'], 'given'),
  seed: whole({ most: 9999, initial: 1 }),
  /** Rows of the visitor's own: x₁, x₂, Y, and so on. */
  own: numbers({ least: -2, most: 2, initial: [], shortest: 0, longest: 3 * mostOwnRows }),
  ask: numbers({ least: -2, most: 2, initial: [-1, 1] }),
};
