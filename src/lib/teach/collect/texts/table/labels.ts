/** From the labels of a table to the classes of a project. Pure. */
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { tidyName } from '../../../project/class-names.ts';

/** More than this are no classes, but something that was taken for them. */
export const mostClasses = 200;
/** More is looked at no further. */
const mostSpellings = 2_000;

/** Rows counted by their label as it is written. */
export type LabelCounts = Map<string, number>;

export function countLabels(labels: readonly string[], counts: LabelCounts): void {
  for (const label of labels) {
    const known = counts.get(label);
    if (known !== undefined) counts.set(label, known + 1);
    else if (counts.size < mostSpellings) counts.set(label, 1);
  }
}

/** What becomes one class. */
export interface LabelGroup {
  /** The spelling that is there most. */
  readonly name: string;
  readonly count: number;
  /** As written in the table, the most frequent first. */
  readonly spellings: readonly string[];
}

/** Case, spaces and the Unicode form do not make another label. */
const folded = (label: string): string => tidyName(label).toLowerCase();

/**
 * Groups in the order of their first row; blank labels are no group.
 * @param join whether labels that differ by case or spaces only are one.
 */
export function groupLabels(counts: LabelCounts, join: boolean): readonly LabelGroup[] {
  const groups = new Map<string, [label: string, count: number][]>();
  for (const [label, count] of counts) {
    const tidy = tidyName(label);
    if (tidy === '') continue;
    const key = join ? folded(label) : tidy;
    const group = groups.get(key);
    if (group) group.push([label, count]);
    else groups.set(key, [[label, count]]);
  }
  return [...groups.values()].map((spellings) => {
    const byCount = spellings.toSorted((a, b) => b[1] - a[1]);
    return {
      name: tidyName(byCount[0]![0]),
      count: byCount.reduce((sum, [, count]) => sum + count, 0),
      spellings: byCount.map(([label]) => label),
    };
  });
}

/** Groups that are one class only because case and spaces do not count. */
export const joinedGroups = (groups: readonly LabelGroup[]): readonly LabelGroup[] =>
  groups.filter(({ spellings }) => new Set(spellings.map(tidyName)).size > 1);

/** The class that a group goes to, where the project has one of its name. */
export function classFor(
  group: LabelGroup,
  classes: readonly ClassRow[],
  join: boolean,
): ClassRow | undefined {
  const exact = classes.find(({ name }) => name === group.name);
  if (exact || !join) return exact;
  return classes.find(({ name }) => folded(name) === folded(group.name));
}
