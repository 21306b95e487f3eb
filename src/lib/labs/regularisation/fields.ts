/** The settings of the lab, which are its address. */
import { choice, flag, number, numbers, whole } from '#lib/learn/fields.ts';
import { pointSets } from '#lib/maths/points.ts';

export const penalties = ['none', 'l2', 'l1', 'elastic'] as const;
export type PenaltyName = (typeof penalties)[number];

/** The share of L1 in each penalty. */
export const shares: Readonly<Record<PenaltyName, number>> = {
  none: 0,
  l2: 0,
  l1: 1,
  elastic: 0.5,
};

/** λ of the network, by the place of its slider. */
export const lambdas = [0, 0.03, 0.1, 0.3, 1, 3, 10, 30] as const;

export const fields = {
  degree: whole({ least: 0, most: 12, initial: 3 }),
  penalty: choice(penalties, 'none'),
  /** log₁₀ λ */
  strength: number({ least: -6, most: 1, initial: -2 }),
  n: whole({ least: 4, most: 60, initial: 12 }),
  noise: number({ least: 0, most: 0.5, initial: 0.2 }),
  seed: whole({ most: 9999, initial: 1 }),
  /** Points of the visitor's own, x and y in turns; none: drawn from the seed. */
  own: numbers({ least: -1.6, most: 1.6, initial: [], shortest: 0, longest: 120 }),
  /** What comes after 1, 3, 5, 7. */
  next: number({ least: 9, most: 217_341, initial: 9, digits: 0 }),
  set: choice(pointSets, 'moons'),
  points: whole({ least: 10, most: 300, initial: 40 }),
  spread: number({ least: 0, most: 0.4, initial: 0.22 }),
  l1: number({ least: 0, most: 30, initial: 0 }),
  l2: number({ least: 0, most: 30, initial: 0 }),
  dropout: number({ least: 0, most: 0.8, initial: 0 }),
  jitter: number({ least: 0, most: 0.4, initial: 0 }),
  stop: flag(false),
};
