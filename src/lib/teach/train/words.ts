/** What training says, in the visitor's language. */
import { formatCount, formatPercent } from '#lib/i18n/format.ts';
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { m } from '#paraglide/messages.js';
import { getLocale } from '#paraglide/runtime.js';
import type { InstantMethod } from '../heads/instant.ts';
import type { OptimiserName } from '../heads/settings.ts';
import type { TrainMethod, TrainSettings } from '../trainer/protocol.ts';
import type { Interval } from '../score/interval.ts';
import type { Block, Caution } from './readiness.ts';
import { penaltyOf, type NumberSetting, type SettingGroup, type SettingKey } from './settings.ts';

interface Words {
  readonly name: () => string;
  readonly note: () => string;
}

export const methodWords: Record<TrainMethod, Words> = {
  means: { name: m.train_method_means, note: m.train_method_means_note },
  ridge: { name: m.train_method_ridge, note: m.train_method_ridge_note },
  knn: { name: m.train_method_knn, note: m.train_method_knn_note },
  lda: { name: m.train_method_lda, note: m.train_method_lda_note },
  linear: { name: m.train_method_linear, note: m.train_method_linear_note },
  mlp: { name: m.train_method_mlp, note: m.train_method_mlp_note },
  'fine-tune': { name: m.train_method_fine_tune, note: m.train_method_fine_tune_note },
  cnn: { name: m.train_method_cnn, note: m.train_method_cnn_note },
  'bag-of-words': { name: m.train_method_bag_of_words, note: m.train_method_bag_of_words_note },
  lstm: { name: m.train_method_lstm, note: m.train_method_lstm_note },
};

/** Of texts, where a note speaks of something else than of pictures. */
const textNotes: Partial<Record<TrainMethod, () => string>> = {
  'fine-tune': m.train_method_fine_tune_text_note,
};

export const methodNote = (method: TrainMethod, kind: ProjectKind): string =>
  ((kind === 'text' ? textNotes[method] : undefined) ?? methodWords[method].note)();

export const instantWords: Record<InstantMethod, Words> = methodWords;

export const optimiserWords: Record<OptimiserName, Words> = {
  sgd: { name: () => 'SGD', note: m.train_optimiser_sgd_note },
  momentum: { name: () => 'Momentum', note: m.train_optimiser_momentum_note },
  nesterov: { name: () => 'Nesterov', note: m.train_optimiser_nesterov_note },
  adagrad: { name: () => 'AdaGrad', note: m.train_optimiser_adagrad_note },
  rmsprop: { name: () => 'RMSProp', note: m.train_optimiser_rmsprop_note },
  adadelta: { name: () => 'AdaDelta', note: m.train_optimiser_adadelta_note },
  adam: { name: () => 'Adam', note: m.train_optimiser_adam_note },
};

export const groupWords: Record<SettingGroup, () => string> = {
  learning: m.train_group_learning,
  shape: m.train_group_shape,
  restraint: m.train_group_restraint,
  samples: m.train_group_samples,
  chance: m.train_group_chance,
};

export const settingWords: Record<SettingKey, Words> = {
  method: { name: m.train_method, note: m.train_method_note },
  optimiser: { name: m.train_optimiser, note: m.train_optimiser_note },
  learningRate: { name: m.train_learning_rate, note: m.train_learning_rate_note },
  batchSize: { name: m.train_batch_size, note: m.train_batch_size_note },
  epochs: { name: m.train_epochs, note: m.train_epochs_note },
  l1: { name: () => 'L1', note: m.train_l1_note },
  l2: { name: () => 'L2', note: m.train_l2_note },
  dropout: { name: m.train_dropout, note: m.train_dropout_note },
  recurrentDropout: { name: m.train_recurrent_dropout, note: m.train_recurrent_dropout_note },
  hidden: { name: m.train_hidden, note: m.train_hidden_note },
  neighbours: { name: m.train_neighbours, note: m.train_neighbours_note },
  shrinkage: { name: m.train_shrinkage, note: m.train_shrinkage_note },
  earlyStopping: { name: m.train_early_stopping, note: m.train_early_stopping_note },
  patience: { name: m.train_patience, note: m.train_patience_note },
  classWeights: { name: m.train_class_weights, note: m.train_class_weights_note },
  augmentation: { name: m.train_augmentation, note: m.train_augmentation_note },
  validation: { name: m.train_validation, note: m.train_validation_note },
  unfreeze: { name: m.train_unfreeze, note: m.train_unfreeze_note },
  units: { name: m.train_units, note: m.train_units_note },
  embeddingSize: { name: m.train_embedding_size, note: m.train_embedding_size_note },
  window: { name: m.train_window, note: m.train_window_note },
  pairs: { name: m.train_pairs, note: m.train_pairs_note },
  seed: { name: m.train_seed, note: m.train_seed_note },
};

const shares: ReadonlySet<NumberSetting> = new Set([
  'dropout',
  'recurrentDropout',
  'shrinkage',
  'validation',
]);

export function numberWords(key: NumberSetting, value: number): string {
  if (shares.has(key)) return formatPercent(value);
  if (value === 0) return m.train_off();
  return new Intl.NumberFormat(getLocale(), { maximumSignificantDigits: 3 }).format(value);
}

/** A setting of a run in a few words. */
export function valueWords(settings: TrainSettings, key: SettingKey): string {
  switch (key) {
    case 'method':
      return methodWords[settings.method].name();
    case 'optimiser':
      return optimiserWords[settings.optimiser].name();
    case 'augmentation':
      return augmentationWords(settings.augmentation);
    case 'earlyStopping':
    case 'classWeights':
    case 'pairs':
      return settings[key] ? m.train_on() : m.train_off();
    case 'seed':
      return String(settings.seed);
    default:
      return numberWords(key, settings[key]);
  }
}

export const augmentationKinds = {
  mirror: m.train_augment_mirror,
  crop: m.train_augment_crop,
  colour: m.train_augment_colour,
  rotate: m.train_augment_rotate,
} as const;

export type AugmentationKind = keyof typeof augmentationKinds;

function augmentationWords(augmentation: TrainSettings['augmentation']): string {
  const kinds = (Object.keys(augmentationKinds) as AugmentationKind[]).filter(
    (kind) => augmentation[kind],
  );
  if (augmentation.copies === 0 || kinds.length === 0) return m.train_off();
  const list = kinds.map((kind) => augmentationKinds[kind]());
  return `${m.train_copies_each({ count: augmentation.copies })} (${listWords(list)})`;
}

export const penaltyWords = (settings: TrainSettings): string =>
  ({
    none: m.train_penalty_none,
    l1: m.train_penalty_l1,
    l2: m.train_penalty_l2,
    'elastic-net': m.train_penalty_elastic_net,
  })[penaltyOf(settings)]();

export const listWords = (items: readonly string[]): string =>
  new Intl.ListFormat(getLocale(), { type: 'conjunction' }).format(items);

export function blockWords(block: Block): string {
  switch (block.kind) {
    case 'no-classes':
      return m.train_block_no_classes();
    case 'one-class':
      return m.train_block_one_class();
    case 'empty-class':
      return m.train_block_empty({
        classes: listWords(block.classes),
      });
  }
}

export function cautionWords(caution: Caution): string {
  const inputs = { classes: listWords(caution.classes) };
  return caution.kind === 'few' ? m.train_caution_few(inputs) : m.train_caution_one_burst(inputs);
}

/** "between 83 and 97 of 100" */
export const intervalWords = ({ low, high }: Interval): string =>
  m.train_between({ low: formatCount(low * 100), high: formatCount(high * 100) });

/** NaN → "–" */
export const shareWords = (share: number): string =>
  Number.isNaN(share) ? '–' : formatPercent(share);

const losses = new Map<string, Intl.NumberFormat>();

/** Two digits that matter: 0.031, 1.2; below a thousandth they matter no more. */
export function lossWords(loss: number): string {
  const locale = getLocale();
  let numbers = losses.get(locale);
  if (!numbers)
    losses.set(locale, (numbers = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 })));
  if (!Number.isFinite(loss)) return '–';
  return loss > 0 && loss < 0.001 ? `<${numbers.format(0.001)}` : numbers.format(loss);
}
