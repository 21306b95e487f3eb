/** The series of ticked runs as lines, over the axis that was chosen. Pure. */
import type { RunLine } from '#lib/charts/run-lines.ts';
import { letterAt } from '#lib/charts/category.ts';
import type { ShownRun } from './board.svelte.ts';
import { sortedTags } from './compare.ts';
import { smoothed } from './smoothing.ts';

export const axisNames = ['step', 'relative', 'wall'] as const;
export type AxisName = (typeof axisNames)[number];

export interface LineChoice {
  readonly axis: AxisName;
  /** β, 0 … <1 */
  readonly smoothing: number;
  /** Divided by 1 − βᵗ. */
  readonly corrected: boolean;
}

/** The lines of one tag. `relative` counts seconds since a run began, `wall` milliseconds since the epoch. */
export function linesOf(
  runs: readonly ShownRun[],
  tag: string,
  { axis, smoothing, corrected }: LineChoice,
  nameOf: (run: ShownRun['run']) => string,
): RunLine[] {
  return runs.flatMap(({ run, place, series }) => {
    const one = series.find((each) => each.tag === tag);
    if (!one || (axis !== 'step' && !one.times)) return [];
    const xs = one.steps.map((step, i) => {
      const time = one.times?.[i] ?? 0;
      if (axis === 'step') return step;
      return axis === 'relative' ? time / 1000 : run.startedAt + time;
    });
    const over = (values: readonly number[]) => values.map((y, i) => ({ x: xs[i]!, y }));
    return [
      {
        key: run.id,
        name: `${letterAt(place)} ${nameOf(run)}`,
        colour: place,
        letter: letterAt(place),
        points: over(one.values),
        ...(smoothing > 0 && { smooth: over(smoothed(one.values, smoothing, corrected)) }),
      },
    ];
  });
}

/** Every tag that a ticked run has. */
export const tagsOf = (runs: readonly ShownRun[]): string[] =>
  sortedTags([...new Set(runs.flatMap(({ series }) => series.map(({ tag }) => tag)))]);
