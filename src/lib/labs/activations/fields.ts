/** The settings of the lab, which are its address. */
import { choice, number, numbers, whole } from '#lib/learn/fields.ts';
import { activationNames, lectureScores } from './maths.ts';

export const mostLayers = 10;

export const fields = {
  f: choice(activationNames, 'sigmoid'),
  x: number({ least: -6, most: 6, initial: 1 }),
  n: whole({ least: 1, most: mostLayers, initial: 3 }),
  w: number({ least: -3, most: 3, initial: 1 }),
  leak: number({ least: 0, most: 0.5, initial: 0.1 }),
  alpha: number({ least: 0, most: 2, initial: 1 }),
  /** w₁, b₁, w₂, b₂ of maxout. */
  lines: numbers({ least: -2, most: 2, initial: [1, -1, -0.5, 0] }),
  z: numbers({ least: -8, most: 8, initial: lectureScores }),
  t: number({ least: 0.1, most: 10, initial: 1 }),
  c: number({ least: -10, most: 10, initial: 0 }),
  i: whole({ least: 1, most: lectureScores.length, initial: 2 }),
};
