/**
 * What a person can do with a project: each command turns the rows as they are and an intention into
 * the changes that a journal entry keeps. Pure; ids and the time are given.
 *
 * Commands pass over ids that no longer exist (another tab was there first). One that finds nothing
 * left to do gives a draft without changes, which is not written.
 */
import { FailureError } from '#lib/failure/failure.ts';
import type { Draft } from '#lib/storage/journal.ts';
import type { Change, ProjectRow, ProjectRows, RowStore } from '#lib/storage/project-rows.ts';
import type { InstantMethod } from '../heads/instant.ts';
import { isTrashed, type ProjectView } from './view.ts';

/** @throws FailureError `class-name-taken`, or `changed-elsewhere` where what it needs is gone. */
export type Command = (view: ProjectView, now: number) => Draft;

/** One row replaced. */
export function changed<S extends RowStore>(
  store: S,
  before: ProjectRows[S],
  after: ProjectRows[S],
): Change {
  return { store, key: before.id, before, after } as unknown as Change;
}

export function created<S extends RowStore>(store: S, after: ProjectRows[S]): Change {
  return { store, key: after.id, after } as unknown as Change;
}

/** The rows that are still there. */
export function present<Row>(rows: ReadonlyMap<string, Row>, ids: Iterable<string>): Row[] {
  return [...new Set(ids)].flatMap((id) => rows.get(id) ?? []);
}

/** The row, or the failure to find it. */
export function needed<Row>(rows: ReadonlyMap<string, Row>, id: string): Row {
  const row = rows.get(id);
  if (!row) throw new FailureError('changed-elsewhere', id);
  return row;
}

export function nothing(action: string): Draft {
  return { action, count: 0, changes: [] };
}

/** A project that is about to be: written with `writeUnjournalled`, since nothing was there before. */
export function newProject(
  id: string,
  kind: ProjectRow['kind'],
  name: string,
  trunk: string,
  now: number,
): ProjectRow {
  return { id, kind, name: name.trim(), createdAt: now, trunk };
}

/** A blank name changes nothing. */
export function renameProject(name: string): Command {
  return ({ project }) => renameDraft(project, name);
}

/** For a project that is not open. */
export function renameDraft(project: ProjectRow, name: string): Draft {
  const tidy = name.trim();
  return tidy === '' || tidy === project.name
    ? nothing('rename-project')
    : projectDraft('rename-project', project, { name: tidy });
}

/**
 * The settings of the next run, whole. Changes of the same setting one after another are one step.
 * @param touched names the setting that the person moved.
 */
export function setSettings(settings: ProjectRow['settings'], touched?: string): Command {
  return ({ project }) =>
    projectDraft(
      'set-settings',
      project,
      { settings },
      touched === undefined ? undefined : `set-settings ${touched}`,
    );
}

/** 0..1; a slider dragged along is one step. */
export function setCaution(caution: number): Command {
  return ({ project }) => projectDraft('set-caution', project, { caution }, 'set-caution');
}

/** How the head that follows the samples is made. */
export function setInstant(instant: InstantMethod): Command {
  return ({ project }) => projectDraft('set-instant', project, { instant });
}

/** Which run answers in the live test; undefined: the instant head. */
export function setLiveRun(runId: string | undefined): Command {
  return ({ project, runs }) => {
    if (runId !== undefined && isTrashed(needed(runs, runId))) {
      throw new FailureError('changed-elsewhere', runId);
    }
    return projectDraft('set-live-run', project, { liveRun: runId });
  };
}

/** The frozen extractor whose embeddings the project uses. */
export function setTrunk(trunk: string): Command {
  return ({ project }) => projectDraft('set-trunk', project, { trunk });
}

function projectDraft(
  action: string,
  project: ProjectRow,
  part: Partial<ProjectRow>,
  group?: string,
): Draft {
  const after = withPart(project, part);
  return { action, count: 1, changes: [changed('projects', project, after)], group };
}

/** The row with some properties replaced; those given as undefined are gone. */
export function withPart<Row extends object>(row: Row, part: Partial<Row>): Row {
  const entries = Object.entries({ ...row, ...part });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Row;
}
