/** What of the Board is in its address: how it is drawn and what the next run is made of; never whose runs there are. */
import { axisNames } from '#lib/board/axis.ts';
import { choice, flag, number, whole, type Values } from '#lib/learn/fields.ts';
import { optimisers } from './simulation.ts';

export const rates = ['0.003', '0.01', '0.03', '0.1', '0.3', '1'] as const;
export const batches = ['1', '2', '4', '8', '16', '32'] as const;
export const optimiserNames = { sgd: 'SGD', momentum: 'Momentum', adam: 'Adam' } as const;
export const tabs = ['scalars', 'compare', 'histograms', 'graph', 'projector'] as const;
export type Tab = (typeof tabs)[number];
export const mainTags = ['loss/train', 'loss/validation', 'accuracy/validation'] as const;

export const fields = {
  optimiser: choice(optimisers, 'sgd'),
  rate: choice(rates, '0.1'),
  batch: choice(batches, '8'),
  hidden: whole({ least: 1, most: 16, initial: 8 }),
  seed: whole({ least: 0, most: 20, initial: 1 }),
  smoothing: number({ least: 0, most: 0.99, initial: 0.6, digits: 2 }),
  corrected: flag(true),
  axis: choice(axisNames, 'step'),
  log: flag(false),
  tag: choice(mainTags, 'loss/train'),
  tab: choice(tabs, 'scalars'),
};

export interface BoardState {
  readonly values: Values<typeof fields>;
}
