/** The runs that labs recorded. Every function throws as `onBoard` does. */
import { heardElsewhere } from '#lib/storage/transact.ts';
import {
  onBoard,
  type BoardTransaction,
  type HistogramRow,
  type LabRunRow,
  type PointsRow,
  type SeriesRow,
} from './database.ts';
import type { WholeRun } from './run.ts';

/** Runs of one lab that are kept; the oldest that nobody named make room. */
export const keptPerLab = 12;
/** Runs in all, the named ones among them: what bounds the database. */
export const keptInAll = 200;
/** As long as a removed run can come back. */
const undoMs = 10 * 60_000;

const ofRun = (runId: string) => IDBKeyRange.bound([runId], [runId, []]);

/** Newest first, without those that were removed. */
export async function listLabRuns(): Promise<LabRunRow[]> {
  const rows = await onBoard('readonly', (transaction) => transaction.objectStore('runs').getAll());
  return rows
    .filter(({ removedAt }) => removedAt === undefined)
    .sort((a, b) => b.startedAt - a.startedAt);
}

/** Undefined when it is not there (any more). */
export async function readLabRun(id: string): Promise<WholeRun | undefined> {
  return onBoard('readonly', async (transaction) => {
    const [run, series, histograms, points] = await Promise.all([
      transaction.objectStore('runs').get(id),
      transaction.objectStore('series').getAll(ofRun(id)),
      transaction.objectStore('histograms').getAll(ofRun(id)),
      transaction.objectStore('points').get(id),
    ]);
    if (!run) return undefined;
    return {
      run,
      series: series.map(({ tag, steps, values, times }) => ({
        tag,
        steps: Array.from(steps),
        values: Array.from(values),
        ...(times && { times: Array.from(times) }),
      })),
      histograms: histograms.map(({ tag, frames }) => ({ tag, frames })),
      ...(points && { points }),
    };
  });
}

export interface LabRunRows {
  readonly run: LabRunRow;
  readonly series: readonly SeriesRow[];
  readonly histograms: readonly HistogramRow[];
  readonly points?: PointsRow | undefined;
}

/** Writes a run and those of its parts that are given; the parts that are not given stay. */
export async function writeLabRun(rows: LabRunRows): Promise<void> {
  await onBoard('readwrite', async (transaction) => {
    const { run } = rows;
    const known = await transaction.objectStore('runs').get(run.id);
    // Whoever named or removed it meanwhile had the last word on that.
    const { name = run.name, removedAt } = known ?? {};
    transaction
      .objectStore('runs')
      .put({ ...run, ...(name !== undefined && { name }), ...(removedAt && { removedAt }) })
      .catch(heardElsewhere);
    for (const row of rows.series) transaction.objectStore('series').put(row).catch(heardElsewhere);
    for (const row of rows.histograms) {
      transaction.objectStore('histograms').put(row).catch(heardElsewhere);
    }
    if (rows.points) transaction.objectStore('points').put(rows.points).catch(heardElsewhere);
    if (!known) await makeRoom(transaction, run);
  });
}

/**
 * Keeps a run that came in a file, as a run of a lab from then on. It keeps its name, and so its place.
 * @returns false: it is here already
 */
export async function keepImported({
  run,
  series,
  histograms,
  points,
}: WholeRun): Promise<boolean> {
  const id = run.id.replaceAll('/', '-');
  const known = await onBoard('readonly', (transaction) => transaction.objectStore('runs').get(id));
  if (known && known.removedAt === undefined) return false;
  if (known) await setRemoved([id], false);
  await writeLabRun({
    run: { ...run, id, source: 'lab', heardAt: Date.now(), endedAt: run.endedAt ?? run.startedAt },
    series: series.map(({ tag, steps, values, times }) => ({
      runId: id,
      tag,
      steps: Float64Array.from(steps),
      values: Float64Array.from(values),
      ...(times && { times: Float64Array.from(times) }),
    })),
    histograms: histograms.map((one) => ({ ...one, runId: id })),
    ...(points && { points: { ...points, runId: id } }),
  });
  return true;
}

/** @param name empty: as if nobody had named it */
export async function renameLabRun(id: string, name: string): Promise<void> {
  await onBoard('readwrite', async (transaction) => {
    const row = await transaction.objectStore('runs').get(id);
    if (!row) return;
    const { name: _, ...rest } = row;
    const named = name === '' ? rest : { ...rest, name };
    transaction.objectStore('runs').put(named).catch(heardElsewhere);
  });
}

/** Takes runs off the Board, or puts them back on it. */
export async function setRemoved(ids: readonly string[], removed: boolean): Promise<void> {
  await onBoard('readwrite', async (transaction) => {
    for (const id of ids) {
      const row = await transaction.objectStore('runs').get(id);
      if (!row) continue;
      const { removedAt: _, ...rest } = row;
      const next = removed ? { ...rest, removedAt: Date.now() } : rest;
      transaction.objectStore('runs').put(next).catch(heardElsewhere);
    }
  });
}

/** Lets go of what was removed long enough ago that nobody can take it back. */
export async function forgetRemoved(now = Date.now()): Promise<void> {
  await forgetWhere(({ removedAt }) => removedAt !== undefined && now - removedAt >= undoMs);
}

/** Of every run that is kept, those that could still be put back on the Board among them. */
export async function labRunIds(): Promise<string[]> {
  return onBoard('readonly', (transaction) => transaction.objectStore('runs').getAllKeys());
}

/** Takes away for good every run but these. */
export async function forgetRunsBut(ids: ReadonlySet<string>): Promise<void> {
  await forgetWhere(({ id }) => !ids.has(id));
}

async function forgetWhere(isGone: (row: LabRunRow) => boolean): Promise<void> {
  const gone = await onBoard('readonly', async (transaction) =>
    (await transaction.objectStore('runs').getAll()).filter(isGone),
  );
  if (gone.length === 0) return;
  await onBoard('readwrite', (transaction) => {
    for (const { id } of gone) forget(transaction, id);
    return Promise.resolve();
  });
}

async function makeRoom(
  transaction: BoardTransaction<'readwrite'>,
  newest: LabRunRow,
): Promise<void> {
  const all = (await transaction.objectStore('runs').getAll())
    .filter(({ id }) => id !== newest.id)
    .sort((a, b) => b.startedAt - a.startedAt);
  const unnamed = all.filter(({ owner, name }) => owner === newest.owner && name === undefined);
  const gone = new Set(unnamed.slice(keptPerLab - 1));
  for (const row of all.filter((one) => !gone.has(one)).slice(keptInAll - 1)) gone.add(row);
  for (const { id } of gone) forget(transaction, id);
}

function forget(transaction: BoardTransaction<'readwrite'>, id: string): void {
  transaction.objectStore('runs').delete(id).catch(heardElsewhere);
  transaction.objectStore('series').delete(ofRun(id)).catch(heardElsewhere);
  transaction.objectStore('histograms').delete(ofRun(id)).catch(heardElsewhere);
  transaction.objectStore('points').delete(id).catch(heardElsewhere);
}
