/** The settings of the lab as its address holds them. */
import {
  choice,
  flag,
  number,
  numbers,
  whole,
  type Values as ValuesOf,
} from '#lib/learn/fields.ts';
import { optimiserNames } from '#lib/maths/optimisers.ts';
import { initial } from './settings.ts';

export const mostLayers = 4;
export const curveChoices = ['relu', 'leaky-relu', 'elu', 'tanh', 'sigmoid'] as const;

export const fields = {
  source: choice(['sample', 'full'], initial.source),
  hidden: numbers({
    least: 8,
    most: 512,
    digits: 0,
    initial: initial.hidden,
    shortest: 0,
    longest: mostLayers,
  }),
  curve: choice(curveChoices, 'relu'),
  optimiser: choice(optimiserNames, initial.optimiser),
  rate: number({ least: 1e-5, most: 1, digits: 6, initial: initial.rate }),
  fall: flag(initial.fall),
  batch: whole({ least: 8, most: 512, initial: initial.batch }),
  epochs: whole({ least: 1, most: 40, initial: initial.epochs }),
  l1: number({ least: 0, most: 0.1, digits: 7, initial: initial.l1 }),
  l2: number({ least: 0, most: 0.1, digits: 7, initial: initial.l2 }),
  dropout: number({ least: 0, most: 0.8, digits: 2, initial: initial.dropout }),
  seed: whole({ initial: initial.seed }),
};

export type Values = ValuesOf<typeof fields>;
