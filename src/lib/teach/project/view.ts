/** A project as commands read it, trash and all. Pure. */
import type { ClassRow, ProjectRow, RunRow, SampleRow } from '#lib/storage/project-rows.ts';

export interface ProjectView {
  readonly project: ProjectRow;
  readonly classes: ReadonlyMap<string, ClassRow>;
  readonly samples: ReadonlyMap<string, SampleRow>;
  /** Those that ended; one that trains for the first time is not among them yet. */
  readonly runs: ReadonlyMap<string, RunRow>;
}

export const isTrashed = (row: { readonly trashedAt?: number }): boolean =>
  row.trashedAt !== undefined;

/** Whether a sample shows: neither it nor its class is in the trash. */
export function isShown(sample: SampleRow, classes: ReadonlyMap<string, ClassRow>): boolean {
  const owner = classes.get(sample.classId);
  return owner !== undefined && !isTrashed(owner) && !isTrashed(sample);
}

/** Classes outside the trash, in the order that people gave them. */
export function shownClasses(classes: Iterable<ClassRow>): ClassRow[] {
  return [...classes].filter((row) => !isTrashed(row)).sort(byOrder);
}

export const byOrder = (a: ClassRow, b: ClassRow): number =>
  a.order - b.order || (a.id < b.id ? -1 : 1);

/** Oldest first; ids settle what was taken in the same millisecond. */
export const byTime = (a: SampleRow, b: SampleRow): number =>
  a.takenAt - b.takenAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** The row outside the trash, without the mark. */
export function restored<Row extends { readonly trashedAt?: number }>(row: Row): Row {
  const { trashedAt: _, ...rest } = row;
  return rest as Row;
}
