/** Runs laid side by side: what was set otherwise, and where each ended. Pure. */
import type { RunSummary, Setting } from './run.ts';

/** `cells[i]` is of the i-th run; undefined where it has none. */
export interface Row<T> {
  readonly key: string;
  readonly cells: readonly (T | undefined)[];
}

const keysOf = (records: readonly Readonly<Record<string, unknown>>[]): string[] => [
  ...new Set(records.flatMap((record) => Object.keys(record))),
];

/** The settings in which the runs are not all alike, in the order in which runs name them. */
export function differingSettings(runs: readonly RunSummary[]): Row<Setting>[] {
  const settings = runs.map((run) => run.settings);
  return keysOf(settings)
    .map((key) => ({ key, cells: settings.map((one) => one[key]) }))
    .filter(({ cells }) => cells.some((cell) => cell !== cells[0]));
}

/** The settings that all runs share. */
export function sharedSettings(runs: readonly RunSummary[]): [key: string, value: Setting][] {
  const [first, ...rest] = runs.map((run) => run.settings);
  return Object.entries(first ?? {}).filter(([key, value]) =>
    rest.every((settings) => settings[key] === value),
  );
}

export interface FinalRow extends Row<number> {
  /** The places of the best runs; none where it is not known which way is better. */
  readonly best: readonly number[];
}

/** The last value of every series, with the best marked. */
export function finalValues(runs: readonly RunSummary[]): FinalRow[] {
  const finals = runs.map((run) => run.finals);
  return sortedTags(keysOf(finals)).map((key) => {
    const cells = finals.map((one) => one[key]);
    const finite = cells.filter((cell) => cell !== undefined && Number.isFinite(cell)) as number[];
    const better = betterOf(key);
    if (better === undefined || finite.length < 2) return { key, cells, best: [] };
    const top = better === 'less' ? Math.min(...finite) : Math.max(...finite);
    return { key, cells, best: cells.flatMap((cell, i) => (cell === top ? [i] : [])) };
  });
}

/** A tag is "group/part": "loss/validation". */
export const groupOf = (tag: string): string => tag.split('/')[0]!;
export const partOf = (tag: string): string => tag.slice(groupOf(tag).length + 1);

function betterOf(tag: string): 'less' | 'more' | undefined {
  const group = groupOf(tag);
  if (group === 'loss' || group === 'error') return 'less';
  return group === 'accuracy' ? 'more' : undefined;
}

const order = ['loss', 'accuracy', 'weights', 'activations', 'gradients'];
const place = (tag: string) => {
  const at = order.indexOf(groupOf(tag));
  return at < 0 ? order.length : at;
};

/** Losses first, then accuracies, then the rest by name. */
export const sortedTags = (tags: readonly string[]): string[] =>
  [...tags].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
