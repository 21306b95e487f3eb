/** The settings of a run: their defaults, which method uses which, and which values can be chosen. Pure. */
import type { ProjectKind } from '#lib/storage/project-rows.ts';
import { headMethods, type HeadMethod } from '../heads/head.ts';
import { optimiserNames } from '../heads/settings.ts';
import type { TrainMethod, TrainSettings } from '../trainer/protocol.ts';

export const trainMethods: Readonly<Record<ProjectKind, readonly TrainMethod[]>> = {
  image: [...headMethods, 'fine-tune', 'cnn'],
  text: [...headMethods, 'bag-of-words', 'lstm', 'fine-tune'],
};

/** Of projects of pictures. */
export const defaultSettings: TrainSettings = {
  // First or nearly so wherever it was measured, and there at once: docs/decisions/0008.
  method: 'lda',
  optimiser: 'adam',
  learningRate: 0.003,
  batchSize: 32,
  epochs: 50,
  l1: 0,
  l2: 0.001,
  dropout: 0,
  recurrentDropout: 0,
  hidden: 64,
  neighbours: 5,
  shrinkage: 0.5,
  earlyStopping: true,
  patience: 10,
  classWeights: true,
  augmentation: { mirror: true, crop: true, colour: true, rotate: false, copies: 0 },
  validation: 0.2,
  unfreeze: 1,
  units: 32,
  embeddingSize: 32,
  window: 64,
  pairs: true,
  seed: 1,
};

/** Measured on texts of its own kind: docs/decisions/0013. */
const defaultTextSettings: TrainSettings = { ...defaultSettings, method: 'means' };

export const defaultsOf = (kind: ProjectKind): TrainSettings =>
  kind === 'text' ? defaultTextSettings : defaultSettings;

/** Settings with a row of values to choose from, in the order of a slider. */
export type NumberSetting =
  | 'learningRate'
  | 'batchSize'
  | 'epochs'
  | 'l1'
  | 'l2'
  | 'dropout'
  | 'recurrentDropout'
  | 'hidden'
  | 'neighbours'
  | 'shrinkage'
  | 'patience'
  | 'validation'
  | 'unfreeze'
  | 'units'
  | 'embeddingSize'
  | 'window';

const penalties = [0, 0.00001, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1];
const tenths = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) =>
    Number((from + i * step).toFixed(2)),
  );

export const stopsOf: Readonly<Record<NumberSetting, readonly number[]>> = {
  learningRate: [0.00001, 0.00003, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1],
  batchSize: [1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
  epochs: [1, 2, 5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 500],
  l1: penalties,
  l2: penalties,
  dropout: tenths(0, 0.8, 0.1),
  recurrentDropout: tenths(0, 0.8, 0.1),
  hidden: [4, 8, 16, 32, 64, 100, 128, 256, 512],
  neighbours: [1, 3, 5, 7, 9, 11, 15, 21],
  shrinkage: tenths(0, 1, 0.1),
  patience: [1, 2, 3, 5, 8, 10, 15, 20, 30, 50],
  validation: [0, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5],
  unfreeze: [1, 2, 3],
  units: [8, 16, 32, 48, 64, 96, 128],
  embeddingSize: [8, 16, 24, 32, 48, 64, 96, 128],
  window: [8, 16, 24, 32, 48, 64, 96, 128, 192, 256],
};

export const copyStops: readonly number[] = [0, 1, 2, 3, 4, 6, 8];

export type SettingKey = keyof TrainSettings;

/** Where a setting stands in the list of all settings. */
export const settingGroups = {
  learning: ['optimiser', 'learningRate', 'batchSize', 'epochs', 'earlyStopping', 'patience'],
  shape: [
    'hidden',
    'neighbours',
    'shrinkage',
    'unfreeze',
    'units',
    'embeddingSize',
    'window',
    'pairs',
  ],
  restraint: ['l1', 'l2', 'dropout', 'recurrentDropout'],
  samples: ['augmentation', 'classWeights', 'validation'],
  chance: ['seed'],
} as const satisfies Record<string, readonly SettingKey[]>;

export type SettingGroup = keyof typeof settingGroups;

const descent: readonly SettingKey[] = [
  'optimiser',
  'learningRate',
  'batchSize',
  'epochs',
  'earlyStopping',
  'patience',
  'l1',
  'l2',
  'classWeights',
];
const always: readonly SettingKey[] = ['method', 'validation', 'seed'];

const heads = {
  means: [],
  ridge: ['l2', 'classWeights'],
  knn: ['neighbours'],
  lda: ['shrinkage'],
  linear: descent,
  mlp: [...descent, 'hidden', 'dropout'],
} as const satisfies Readonly<Record<HeadMethod, readonly SettingKey[]>>;

/** A method that a kind of project has not is there as well: a file of another version may name it. */
const usedBy: Readonly<Record<ProjectKind, Partial<Record<TrainMethod, readonly SettingKey[]>>>> = {
  image: {
    ...heads,
    'fine-tune': [...descent, 'dropout', 'unfreeze'],
    cnn: [...descent, 'dropout'],
  },
  text: {
    ...heads,
    'bag-of-words': [...descent, 'pairs'],
    lstm: [...descent, 'dropout', 'recurrentDropout', 'units', 'embeddingSize', 'window'],
    'fine-tune': [...descent, 'dropout', 'recurrentDropout', 'window'],
  },
};

/** Whether a run with these settings is any different when this one is. */
export function uses(settings: TrainSettings, key: SettingKey, kind: ProjectKind): boolean {
  if (key === 'patience' && !settings.earlyStopping) return false;
  if (key === 'augmentation') return kind === 'image';
  return always.includes(key) || (usedBy[kind][settings.method] ?? []).includes(key);
}

/** Whether it learns in rounds, so that there are curves to look at. */
export const learnsInEpochs = (method: TrainMethod): boolean =>
  (usedBy.image[method] ?? usedBy.text[method] ?? []).includes('epochs');

/** The penalty on the weights, as a course calls it. */
export function penaltyOf({
  l1,
  l2,
}: Pick<TrainSettings, 'l1' | 'l2'>): 'none' | 'l1' | 'l2' | 'elastic-net' {
  if (l1 > 0) return l2 > 0 ? 'elastic-net' : 'l1';
  return l2 > 0 ? 'l2' : 'none';
}

/** The index of the stop nearest to a value; on a scale of powers, nearest by ratio. */
export function stopIndex(stops: readonly number[], value: number): number {
  const powers = stops[0] === 0 ? (stops[1] ?? 1) < 0.05 : stops.at(-1)! / stops[0]! > 50;
  const place = (number: number) =>
    powers ? Math.log(Math.max(number, stops.find((stop) => stop > 0)! / 10)) : number;
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(place(stop) - place(value)) < Math.abs(place(stops[best]!) - place(value)))
      best = i;
  });
  return best;
}

/**
 * Settings as a row keeps them, read: what is missing or makes no sense is the default, so that a
 * project of an earlier or a later version still trains.
 */
export function readSettings(
  kept: Readonly<Record<string, unknown>> | undefined,
  kind: ProjectKind,
): TrainSettings {
  const standard = defaultsOf(kind);
  if (!kept) return standard;
  const number = (key: NumberSetting): number => {
    const value = kept[key];
    const stops = stopsOf[key];
    return isNumber(value) && value >= Math.min(0, stops[0]!) && value <= stops.at(-1)! * 10
      ? value
      : standard[key];
  };
  const flag = (key: 'earlyStopping' | 'classWeights' | 'pairs'): boolean => {
    const value = kept[key];
    return typeof value === 'boolean' ? value : standard[key];
  };
  const { method, optimiser, seed } = kept;
  return {
    method: trainMethods[kind].find((one) => one === method) ?? standard.method,
    optimiser: optimiserNames.find((one) => one === optimiser) ?? standard.optimiser,
    learningRate: number('learningRate'),
    batchSize: number('batchSize'),
    epochs: number('epochs'),
    l1: number('l1'),
    l2: number('l2'),
    dropout: number('dropout'),
    recurrentDropout: number('recurrentDropout'),
    hidden: number('hidden'),
    neighbours: number('neighbours'),
    shrinkage: number('shrinkage'),
    earlyStopping: flag('earlyStopping'),
    patience: number('patience'),
    classWeights: flag('classWeights'),
    augmentation: readAugmentation(kept['augmentation']),
    validation: number('validation'),
    unfreeze: number('unfreeze'),
    units: number('units'),
    embeddingSize: number('embeddingSize'),
    window: number('window'),
    pairs: flag('pairs'),
    seed: isNumber(seed) && Number.isInteger(seed) && seed >= 0 ? seed : standard.seed,
  };
}

function readAugmentation(kept: unknown): TrainSettings['augmentation'] {
  const standard = defaultSettings.augmentation;
  if (typeof kept !== 'object' || kept === null) return standard;
  const parts: Record<string, unknown> = { ...kept };
  const flag = (key: 'mirror' | 'crop' | 'colour' | 'rotate') => {
    const value = parts[key];
    return typeof value === 'boolean' ? value : standard[key];
  };
  const { copies } = parts;
  return {
    mirror: flag('mirror'),
    crop: flag('crop'),
    colour: flag('colour'),
    rotate: flag('rotate'),
    copies: isNumber(copies) && copies >= 0 && copies <= 32 ? Math.round(copies) : standard.copies,
  };
}

const isNumber = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value);

/** The settings in which two runs differ, among those that either uses. */
export function differingSettings(
  a: TrainSettings,
  b: TrainSettings,
  kind: ProjectKind,
): readonly SettingKey[] {
  return (Object.keys(defaultSettings) as SettingKey[]).filter(
    (key) => (uses(a, key, kind) || uses(b, key, kind)) && !same(a[key], b[key]),
  );
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
