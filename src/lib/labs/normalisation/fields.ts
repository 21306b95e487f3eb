/** The settings of the lab, which are its address. */
import { choice, number, whole } from '#lib/learn/fields.ts';
import { strategies } from './search.ts';
import { methods } from './setup.ts';

export const pointSets = ['circles', 'moons', 'xor', 'spiral'] as const;
export const activations = ['tanh', 'sigmoid', 'relu'] as const;
export const batches = [2, 4, 8, 16, 32, 64] as const;

export const fields = {
  set: choice(pointSets, 'circles'),
  depth: whole({ least: 2, most: 8, initial: 5 }),
  activation: choice(activations, 'tanh'),
  gain: number({ least: 0.2, most: 4, initial: 1, digits: 2 }),
  /** log₁₀ of the learning rate */
  rate: number({ least: -2, most: 0.6, initial: -1, digits: 2 }),
  batch: whole({ least: 2, most: 64, initial: 32 }),
  seed: whole({ most: 9999, initial: 1 }),
  /** Of the table of sums: how it is normalised, and how many rows the batch has. */
  method: choice(methods, 'batch'),
  rows: whole({ least: 1, most: 6, initial: 6 }),
  search: choice(strategies, 'grid'),
  task: choice(['moons', 'spiral', 'circles'], 'moons'),
  budget: whole({ least: 128, most: 1024, initial: 512 }),
  draw: whole({ most: 9999, initial: 1 }),
};
