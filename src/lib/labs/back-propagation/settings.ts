/** What the address of the lab holds. */
import { choice, number, numbers, text, whole, type Values } from '#lib/learn/fields.ts';
import { seedBatch, seedExample } from './softmax-regression.ts';

const weight = { least: -3, most: 3 };

export const settings = {
  graph: choice(['softmax', 'formula'], 'softmax'),
  w: numbers({ ...weight, initial: seedExample.w }),
  x: numbers({ ...weight, initial: seedExample.x }),
  b: numbers({ ...weight, initial: seedExample.b }),
  y: choice(['1', '2'], seedExample.right),
  f: text('x * y + exp(x / z)'),
  /** Of the formula's variables, in the order of the alphabet. */
  v: numbers({ ...weight, initial: [1, -0.5, 2, -1, 0.5, 1.5] }),
  /** Steps taken. */
  at: whole({ most: 999, initial: 0 }),
  /** The node whose paths are asked for; its id. */
  node: text('b1', 8),
  g: numbers({ least: -1, most: 1, initial: seedBatch, digits: 2 }),
  rate: number({ least: 0.01, most: 1, initial: 0.1 }),
  from: number({ least: -1, most: 1, initial: 0 }),
};

export type Settings = Values<typeof settings>;
