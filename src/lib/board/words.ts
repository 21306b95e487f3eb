/** What the Board says of settings, tags and runs, in the visitor's language. */
import { formatMoment } from '#lib/i18n/format.ts';
import { formatNumber } from '#lib/i18n/number.ts';
import { m } from '#paraglide/messages.js';
import { groupOf, partOf } from './compare.ts';
import type { RunSummary, Setting } from './run.ts';

/** Settings that several labs and Teach have; the rest are called as their lab calls them. */
const settings: Readonly<Record<string, () => string>> = {
  method: m.train_method,
  optimiser: m.train_optimiser,
  learningRate: m.train_learning_rate,
  batchSize: m.train_batch_size,
  epochs: m.train_epochs,
  l1: () => 'L1',
  l2: () => 'L2',
  dropout: m.train_dropout,
  recurrentDropout: m.train_recurrent_dropout,
  hidden: m.train_hidden,
  neighbours: m.train_neighbours,
  shrinkage: m.train_shrinkage,
  earlyStopping: m.train_early_stopping,
  patience: m.train_patience,
  classWeights: m.train_class_weights,
  augmentation: m.train_augmentation,
  validation: m.train_validation,
  unfreeze: m.train_unfreeze,
  units: m.train_units,
  embeddingSize: m.train_embedding_size,
  window: m.train_window,
  pairs: m.train_pairs,
  seed: m.train_seed,
  layers: m.board_setting_layers,
  activation: m.board_setting_activation,
  initialisation: m.board_setting_initialisation,
  normalisation: m.board_setting_normalisation,
  noise: m.board_setting_noise,
  data: m.board_setting_data,
};

export const settingName = (key: string): string => settings[key]?.() ?? key;

export function settingValue(value: Setting | undefined): string {
  if (value === undefined) return '–';
  if (typeof value === 'boolean') return value ? m.train_on() : m.train_off();
  return typeof value === 'number' ? formatNumber(value, 5) : value;
}

const words: Readonly<Record<string, () => string>> = {
  loss: m.board_tag_loss,
  accuracy: m.board_tag_accuracy,
  train: m.board_tag_train,
  validation: m.board_tag_validation,
  test: m.board_tag_test,
  weights: m.board_tag_weights,
  bias: m.board_tag_bias,
  gradients: m.board_tag_gradients,
  activations: m.board_tag_activations,
};
const wordOf = (key: string) => words[key]?.() ?? key;

/** "loss/validation" → "Loss: validation" */
export function tagName(tag: string): string {
  const part = partOf(tag);
  const group = wordOf(groupOf(tag));
  return part === '' ? group : m.board_tag({ group, part: wordOf(part) });
}

/** @param ownerName what the lab or the project is called */
export const runName = (run: RunSummary, ownerName: string): string =>
  run.name ?? m.board_run_name({ where: ownerName, when: formatMoment(run.startedAt) });

/** A value of a series: four digits that matter. */
export const valueWords = (value: number | undefined): string =>
  value === undefined || Number.isNaN(value)
    ? '–'
    : formatNumber(
        value,
        value === 0 ? 0 : Math.min(6, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value))))),
      );
