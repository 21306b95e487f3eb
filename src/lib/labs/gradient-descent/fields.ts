/** The settings of the lab, which are its address. */
import { choice, number, numbers, whole } from '#lib/learn/fields.ts';
import { mapLimits, models } from './maths.ts';

const [least, most] = mapLimits;

export const fields = {
  model: choice(models, 'one'),
  rate: number({ least: 0.001, most: 100, initial: 0.1 }),
  m: whole({ least: 1, most: 24, initial: 24 }),
  start: numbers({ least, most, initial: [-3, 3], digits: 2 }),
  seed: whole({ initial: 4 }),
};
