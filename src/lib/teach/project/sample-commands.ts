/** Commands on samples; see `commands.ts`. Pure. */
import { FailureError } from '#lib/failure/failure.ts';
import type { Draft } from '#lib/storage/journal.ts';
import type { SampleData, SampleRow } from '#lib/storage/project-rows.ts';
import { changed, created, needed, nothing, present, type Command } from './commands.ts';
import { isTrashed, restored, type ProjectView } from './view.ts';

/** A sample as it was just taken: all that is known of it but its project and class. */
export type TakenSample = Omit<SampleRow, 'id' | 'projectId' | 'classId' | 'part' | 'trashedAt'> & {
  /** `test` locks it away from training at once. */
  readonly part?: SampleRow['part'];
  /** JPEG or PNG, whole frame, not mirrored, longest side at most 640 pixels; absent for texts. */
  readonly picture?: Blob;
  /** Longest side at most 128 pixels; there where the picture is. */
  readonly thumbnail?: Blob;
};

export interface NewSample {
  readonly id: string;
  readonly sample: TakenSample;
}

/** A new sample with its class. */
export interface LabelledTaken extends NewSample {
  readonly classId: string;
}

/**
 * @param group joins neighbouring entries (the frames of a hold, the parts of an upload) to one step.
 * @throws FailureError `changed-elsewhere` where the class is gone or in the trash.
 */
export function addSamples(classId: string, taken: readonly NewSample[], group?: string): Command {
  const labelled = taken.map((each) => ({ ...each, classId }));
  return (view, now) => {
    neededClass(view.classes, classId);
    return addLabelled(labelled, group)(view, now);
  };
}

/**
 * To several classes at once.
 * @throws FailureError `changed-elsewhere` where one of them is gone or in the trash.
 */
export function addLabelled(taken: readonly LabelledTaken[], group?: string): Command {
  return ({ project, classes }) => {
    for (const classId of new Set(taken.map((each) => each.classId))) {
      neededClass(classes, classId);
    }
    const data: SampleData[] = [];
    const changes = taken.map(({ id, classId, sample }) => {
      const { picture, thumbnail, part = 'auto', ...rest } = sample;
      if (picture && thumbnail) data.push({ id, projectId: project.id, picture, thumbnail });
      return created('samples', { ...rest, part, id, projectId: project.id, classId });
    });
    return { action: 'add-samples', count: taken.length, changes, data, group };
  };
}

/**
 * To another class.
 * @throws FailureError `changed-elsewhere` where that class is gone or in the trash.
 * @param action `relabel` where a wrong label is put right, for the words on the Undo button.
 */
export function moveSamples(
  ids: readonly string[],
  classId: string,
  action: 'move-samples' | 'relabel' = 'move-samples',
): Command {
  return (view) => {
    neededClass(view.classes, classId);
    return each(action, view, ids, (row) => (row.classId === classId ? row : { ...row, classId }));
  };
}

export function trashSamples(ids: readonly string[]): Command {
  return (view, now) =>
    each('trash-samples', view, ids, (row) => (isTrashed(row) ? row : { ...row, trashedAt: now }));
}

export function restoreSamples(ids: readonly string[]): Command {
  return (view) =>
    each('restore-samples', view, ids, (row) => (isTrashed(row) ? restored(row) : row));
}

/** `test` locks samples away from training; `auto` gives them back to the split. */
export function setPart(ids: readonly string[], part: SampleRow['part']): Command {
  return (view) =>
    each(part === 'test' ? 'lock-test' : 'unlock-test', view, ids, (row) =>
      row.part === part ? row : { ...row, part },
    );
}

/**
 * Puts a changed text in the place of one. It is a new sample: what was embedded of the old one, or
 * said of it in a run, is not true of the new.
 */
export function editText(
  sampleId: string,
  edited: { readonly id: string; readonly text: string },
): Command {
  return ({ samples }) => {
    const before = needed(samples, sampleId);
    if (before.text === edited.text) return nothing('edit-text');
    const removed = { store: 'samples', key: before.id, before } as const;
    const changes = [removed, created('samples', { ...before, ...edited })];
    return { action: 'edit-text', count: 1, changes };
  };
}

function neededClass(classes: ProjectView['classes'], classId: string): void {
  if (isTrashed(needed(classes, classId))) throw new FailureError('changed-elsewhere', classId);
}

function each(
  action: string,
  { samples }: ProjectView,
  ids: readonly string[],
  edit: (row: SampleRow) => SampleRow,
): Draft {
  const changes = present(samples, ids).flatMap((row) => {
    const after = edit(row);
    return after === row ? [] : [changed('samples', row, after)];
  });
  return { action, count: changes.length, changes };
}
