/** Commands on classes; see `commands.ts`. Pure. */
import { FailureError } from '#lib/failure/failure.ts';
import type { ClassRow } from '#lib/storage/project-rows.ts';
import { isTaken, numberedName, tidyName, uniqueName } from './class-names.ts';
import { changed, created, needed, nothing, present, withPart, type Command } from './commands.ts';
import { isTrashed, restored, shownClasses } from './view.ts';

/** Colours of the colour-blind-safe set; after the last, classes differ by their letters. */
export const CLASS_COLOURS = 10;

export interface NewClass {
  readonly id: string;
  /** Made unique with a number where it is taken. */
  readonly name?: string;
  /** What a nameless class is called, before its number. */
  readonly base: string;
  readonly role?: ClassRow['role'];
}

/** New classes after the others, each in the colour used least. */
export function addClasses(wanted: readonly NewClass[]): Command {
  return ({ project, classes }) => {
    const all = [...classes.values()];
    const added = wanted.map(({ id, name, base, role = 'answer' }) => {
      const shown = shownClasses(all);
      const row: ClassRow = {
        id,
        projectId: project.id,
        name: name && tidyName(name) !== '' ? uniqueName(name, all) : numberedName(base, all),
        colour: leastUsedColour(shown),
        order: Math.max(0, ...all.map(({ order }) => order)) + 1,
        role,
      };
      all.push(row);
      return row;
    });
    return {
      action: 'add-class',
      count: added.length,
      changes: added.map((row) => created('classes', row)),
    };
  };
}

function leastUsedColour(classes: readonly ClassRow[]): number {
  const uses = new Array<number>(CLASS_COLOURS).fill(0);
  for (const { colour } of classes) uses[colour % CLASS_COLOURS]! += 1;
  return uses.indexOf(Math.min(...uses));
}

/**
 * A blank name, or the name it has, changes nothing.
 * @throws FailureError `class-name-taken`
 */
export function renameClass(classId: string, name: string): Command {
  return ({ classes }) => {
    const row = needed(classes, classId);
    const tidy = tidyName(name);
    if (tidy === '' || tidy === row.name) return nothing('rename-class');
    if (isTaken(tidy, classes.values(), classId)) throw new FailureError('class-name-taken', tidy);
    return one('rename-class', row, { name: tidy });
  };
}

export function recolourClass(classId: string, colour: number): Command {
  return ({ classes }) => one('recolour-class', needed(classes, classId), { colour });
}

/** Whether its samples are an answer, or teach what to reject. */
export function setClassRole(classId: string, role: ClassRow['role']): Command {
  return ({ classes }) => one('set-class-role', needed(classes, classId), { role });
}

/**
 * Puts a class at a place among those shown.
 * @param place index that it will have; clamped.
 */
export function moveClass(classId: string, place: number): Command {
  return ({ classes }) => {
    const row = needed(classes, classId);
    const others = shownClasses(classes.values()).filter(({ id }) => id !== classId);
    const at = Math.min(Math.max(0, Math.round(place)), others.length);
    const wanted = [...others.slice(0, at), row, ...others.slice(at)];
    const changes = wanted
      .map((each, i) => changed('classes', each, { ...each, order: i + 1 }))
      .filter(({ before, after }) => (before as ClassRow).order !== (after as ClassRow).order);
    return { action: 'move-class', count: 1, changes };
  };
}

/** To the trash, with its samples. */
export function trashClasses(classIds: readonly string[]): Command {
  return ({ classes }, now) => {
    const rows = present(classes, classIds).filter((row) => !isTrashed(row));
    return {
      action: 'trash-class',
      count: rows.length,
      changes: rows.map((row) => changed('classes', row, { ...row, trashedAt: now })),
    };
  };
}

/** Out of the trash, with its samples; a name that was taken meanwhile gets a number. */
export function restoreClasses(classIds: readonly string[]): Command {
  return ({ classes }) => {
    const all = new Map(classes);
    const rows = present(classes, classIds).filter(isTrashed);
    const changes = rows.map((row) => {
      const after = { ...restored(row), name: uniqueName(row.name, [...all.values()]) };
      all.set(row.id, after);
      return changed('classes', row, after);
    });
    return { action: 'restore-class', count: rows.length, changes };
  };
}

const one = (action: string, row: ClassRow, part: Partial<ClassRow>) => ({
  action,
  count: 1,
  changes: [changed('classes', row, withPart(row, part))],
});
