/** The settings of the lab, which are its address. */
import { choice, numbers, text as textField, whole } from '#lib/learn/fields.ts';
import { limit, pointSets } from './points.ts';

export const mostPoints = 100;

export const fields = {
  set: choice(pointSets, 'rings'),
  seed: whole({ initial: 1 }),
  u: textField('x1', 200),
  v: textField('x2', 200),
  // Points of the visitor's own stand in place of the set, three numbers each.
  points: numbers({
    least: -limit,
    most: limit,
    initial: [],
    digits: 2,
    shortest: 0,
    longest: 3 * mostPoints,
  }),
};
