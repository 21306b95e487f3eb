/** Makes the trash of one project final. */
import { tallyAfter, withinProject } from './changes.ts';
import { heardElsewhere, inTransaction, type Transaction } from './database.ts';
import { stepAt } from './journal.ts';
import type { Change, JournalEntry, ProjectRow } from './project-rows.ts';

/** What is removed for good, by id. */
interface Doomed {
  readonly classes: ReadonlySet<string>;
  readonly samples: ReadonlySet<string>;
  readonly runs: ReadonlySet<string>;
}

/**
 * Removes what is in the trash of a project, and all samples of its trashed classes, in one
 * transaction. The journal forgets the newest entry that speaks of any of it and all before, so what
 * can still be undone never brings a piece back. Bulk is left to the collector.
 * @returns how many classes, samples and runs that were; 0: the trash was empty.
 * @throws as `withDatabase` does.
 */
export async function emptyTrash(projectId: string): Promise<number> {
  return inTransaction(
    ['projects', 'classes', 'samples', 'runs', 'journal', 'journal-cursors'],
    'readwrite',
    async (transaction) => {
      const doomed = await findDoomed(transaction, projectId);
      const count = doomed.classes.size + doomed.samples.size + doomed.runs.size;
      if (count === 0) return 0;
      const gone = await removeRows(transaction, projectId, doomed);
      await forget(transaction, projectId, doomed, gone);
      return count;
    },
  );
}

async function findDoomed(
  transaction: Transaction<'readwrite'>,
  projectId: string,
): Promise<Doomed> {
  const range = withinProject(projectId);
  const trashed = <Row extends { readonly id: string; readonly trashedAt?: number }>(
    rows: readonly Row[],
  ) => new Set(rows.filter((row) => row.trashedAt !== undefined).map(({ id }) => id));
  const classes = trashed(await transaction.objectStore('classes').getAll(range));
  const samples = await transaction.objectStore('samples').getAll(range);
  return {
    classes,
    samples: new Set(
      samples
        .filter(({ trashedAt, classId }) => trashedAt !== undefined || classes.has(classId))
        .map(({ id }) => id),
    ),
    runs: trashed(await transaction.objectStore('runs').getAll(range)),
  };
}

/** The sample rows that went, for the tally. */
async function removeRows(
  transaction: Transaction<'readwrite'>,
  projectId: string,
  doomed: Doomed,
): Promise<Change[]> {
  const samples = transaction.objectStore('samples');
  const rows = await samples.getAll(withinProject(projectId));
  for (const store of ['classes', 'samples', 'runs'] as const) {
    for (const id of doomed[store]) {
      transaction.objectStore(store).delete([projectId, id]).catch(heardElsewhere);
    }
  }
  const projects = transaction.objectStore('projects');
  const project = await projects.get(projectId);
  if (project?.liveRun !== undefined && doomed.runs.has(project.liveRun)) {
    const { liveRun: _, ...rest } = project;
    projects.put(rest satisfies ProjectRow).catch(heardElsewhere);
  }
  return rows
    .filter(({ id }) => doomed.samples.has(id))
    .map((before) => ({ store: 'samples', key: before.id, before }));
}

async function forget(
  transaction: Transaction<'readwrite'>,
  projectId: string,
  doomed: Doomed,
  gone: readonly Change[],
): Promise<void> {
  const cursors = transaction.objectStore('journal-cursors');
  const journal = transaction.objectStore('journal');
  const cursor = await cursors.get(projectId);
  if (!cursor) return;
  const speaks = (entry: JournalEntry) => entry.changes.some((change) => speaksOf(change, doomed));

  let first = cursor.done;
  for (; first > 0; first--) {
    const entry = await journal.get([projectId, first]);
    if (!entry || speaks(entry)) break;
  }
  let last = cursor.done;
  for (; last < cursor.last; last++) {
    const entry = await journal.get([projectId, last + 1]);
    if (!entry || speaks(entry)) break;
  }
  journal.delete(IDBKeyRange.bound([projectId, 0], [projectId, first])).catch(heardElsewhere);
  if (last < cursor.last) {
    const tail = IDBKeyRange.bound([projectId, last + 1], [projectId, cursor.last]);
    journal.delete(tail).catch(heardElsewhere);
  }
  const kept = { ...cursor, last, revision: cursor.revision + 1 };
  cursors
    .put({
      ...kept,
      tally: tallyAfter(cursor.tally, gone),
      undoable: await stepAt(transaction, kept, 'undoable'),
      redoable: await stepAt(transaction, kept, 'redoable'),
    })
    .catch(heardElsewhere);
}

function speaksOf(change: Change, doomed: Doomed): boolean {
  switch (change.store) {
    case 'projects':
      return [change.before, change.after].some(
        (row) => row?.liveRun !== undefined && doomed.runs.has(row.liveRun),
      );
    case 'samples':
      return (
        doomed.samples.has(change.key) ||
        [change.before, change.after].some((row) => row && doomed.classes.has(row.classId))
      );
    case 'classes':
      return doomed.classes.has(change.key);
    case 'runs':
      return doomed.runs.has(change.key);
  }
}
