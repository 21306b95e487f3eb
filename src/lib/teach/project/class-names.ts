/** Names of classes are unique within a project, whatever their case. Pure. */
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { isTrashed } from './view.ts';

/** Trimmed, with single spaces, in one Unicode form. */
export const tidyName = (name: string): string =>
  name.normalize('NFC').replace(/\s+/gu, ' ').trim();

export const sameName = (a: string, b: string): boolean =>
  tidyName(a).toLowerCase() === tidyName(b).toLowerCase();

/** Whether a class outside the trash, other than `except`, has the name. */
export function isTaken(name: string, classes: Iterable<ClassRow>, except?: string): boolean {
  for (const row of classes) {
    if (row.id !== except && !isTrashed(row) && sameName(row.name, name)) return true;
  }
  return false;
}

/** The name, with the first free number from 2 on where it is taken: "Cat", "Cat 2", "Cat 3". */
export function uniqueName(name: string, classes: readonly ClassRow[]): string {
  const tidy = tidyName(name);
  return isTaken(tidy, classes) ? numbered(tidy, 2, classes) : tidy;
}

/** A name for a class that nobody named: "Class 1", "Class 2". */
export function numberedName(base: string, classes: readonly ClassRow[]): string {
  return numbered(tidyName(base), 1, classes);
}

function numbered(base: string, first: number, classes: readonly ClassRow[]): string {
  for (let number = first; ; number++) {
    const name = `${base} ${number}`;
    if (!isTaken(name, classes)) return name;
  }
}
