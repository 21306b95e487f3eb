/** Learning rates that show what too small, right and too big mean, for each model. */
import type { Model } from './maths.ts';

export const presetNames = ['small', 'right', 'big'] as const;
export type PresetName = (typeof presetNames)[number];

export const presets: Readonly<Record<Model, Readonly<Record<PresetName, number>>>> = {
  one: { small: 0.05, right: 1, big: 80 },
  two: { small: 0.05, right: 1, big: 80 },
  line: { small: 0.02, right: 0.3, big: 1 },
};
