/** Commands on runs; see `commands.ts`. Pure. */
import type { RunRow } from '#lib/storage/project-rows.ts';
import { changed, created, needed, nothing, present, withPart, type Command } from './commands.ts';
import { isTrashed, restored } from './view.ts';

/**
 * A training that ended, however it did: its run, and the project answering with it where it has
 * weights. Training a run further replaces its row.
 */
export function finishRun(run: RunRow): Command {
  return ({ project, runs }) => {
    const earlier = runs.get(run.id);
    const answers = run.state === 'done' || run.state === 'cancelled';
    const live = answers && run.epoch !== undefined;
    return {
      action: 'train',
      count: 1,
      changes: [
        earlier ? changed('runs', earlier, run) : created('runs', run),
        ...(live ? [changed('projects', project, { ...project, liveRun: run.id })] : []),
      ],
      endedRuns: [run.id],
    };
  };
}

/** A run that comes from elsewhere, whole: an imported model. */
export function addRun(run: RunRow): Command {
  return () => ({ action: 'add-run', count: 1, changes: [created('runs', run)] });
}

export function renameRun(runId: string, name: string): Command {
  return ({ runs }) => {
    const row = needed(runs, runId);
    const tidy = name.trim();
    return tidy === '' || tidy === row.name
      ? nothing('rename-run')
      : { action: 'rename-run', count: 1, changes: [changed('runs', row, { ...row, name: tidy })] };
  };
}

/** Goes back to a run, or to one epoch of it: from now on it answers. */
export function restoreEpoch(runId: string, epoch: number): Command {
  return ({ project, runs }) => {
    const row = needed(runs, runId);
    return {
      action: 'restore-epoch',
      count: 1,
      changes: [
        ...(row.epoch === epoch ? [] : [changed('runs', row, { ...row, epoch })]),
        ...(project.liveRun === runId
          ? []
          : [changed('projects', project, { ...project, liveRun: runId })]),
      ],
    };
  };
}

/** To the trash; where one of them answered, the instant head does. */
export function trashRuns(runIds: readonly string[]): Command {
  return ({ project, runs }, now) => {
    const rows = present(runs, runIds).filter((row) => !isTrashed(row));
    const wasLive = rows.some(({ id }) => id === project.liveRun);
    return {
      action: 'trash-run',
      count: rows.length,
      changes: [
        ...rows.map((row) => changed('runs', row, { ...row, trashedAt: now })),
        ...(wasLive
          ? [changed('projects', project, withPart(project, { liveRun: undefined }))]
          : []),
      ],
    };
  };
}

export function restoreRuns(runIds: readonly string[]): Command {
  return ({ runs }) => {
    const rows = present(runs, runIds).filter(isTrashed);
    return {
      action: 'restore-run',
      count: rows.length,
      changes: rows.map((row) => changed('runs', row, restored(row))),
    };
  };
}
