/** What there is to choose from, apart from the maths behind it: the page needs the names first. */
import type { OptimiserName } from '#lib/maths/optimisers.ts';

export const activationNames = ['tanh', 'relu', 'sigmoid', 'linear'] as const;
export type Activation = (typeof activationNames)[number];

export const hiddenActivations = ['tanh', 'sigmoid', 'relu'] as const;
export type HiddenActivation = (typeof hiddenActivations)[number];

export const bends = ['tanh', 'relu'] as const;
export type Bend = (typeof bends)[number];

export const optimiserNames = [
  'sgd',
  'momentum',
  'nesterov',
  'adagrad',
  'rmsprop',
  'adadelta',
  'adam',
] as const satisfies readonly OptimiserName[];
