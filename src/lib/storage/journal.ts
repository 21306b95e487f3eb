/**
 * Every action of a person on a project, written so that it can be taken back. Rows, the entry, the
 * pictures and the cursor go in one transaction: what is counted on screen is on disk, and the
 * transaction is the lock between two tabs.
 *
 * Every function throws as `withDatabase` does, and FailureError `changed-elsewhere` (another tab
 * was quicker; nothing is written) or `project-missing`.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { inverted, netChanges, tallyAfter, withinProject, writeChanges } from './changes.ts';
import { heardElsewhere, inTransaction, type Store, type Transaction } from './database.ts';
import type {
  Change,
  JournalCursor,
  JournalEntry,
  JournalStep,
  SampleData,
} from './project-rows.ts';
import { packSampleData, type PackedSampleData } from './sample-data.ts';

/** What one action changes, before it is an entry. */
export interface Draft {
  /** Names the action for the words on the Undo button. */
  readonly action: string;
  /** How many things it touches. */
  readonly count: number;
  readonly changes: readonly Change[];
  /** Neighbouring entries of one group are undone together: the frames of a burst. */
  readonly group?: string;
  /** Pictures of the samples that the changes add. */
  readonly data?: readonly SampleData[];
  /** Runs that train no more; their rows are among the changes. */
  readonly endedRuns?: readonly string[];
}

/** What a write did: the rows as they are now, and where the journal stands. */
export interface Written {
  /** One for each row that differs. */
  readonly changes: readonly Change[];
  readonly cursor: JournalCursor;
}

const journalStores: Store[] = [
  'projects',
  'classes',
  'samples',
  'runs',
  'running-runs',
  'pictures',
  'thumbnails',
  'journal',
  'journal-cursors',
];
type JournalTransaction = Transaction<'readwrite'>;

/** Does what `draft` says and remembers it; what had been undone can no longer be redone. */
export async function commit(projectId: string, draft: Draft): Promise<Written> {
  const packed = await packSampleData(draft.data ?? []);
  return journalled(projectId, async (transaction, cursor) => {
    const changes = netChanges(draft.changes);
    await write(transaction, projectId, changes);
    await expectClasses(transaction, projectId, changes);
    putSampleData(transaction, packed);
    for (const id of draft.endedRuns ?? []) {
      transaction.objectStore('running-runs').delete([projectId, id]).catch(heardElsewhere);
    }
    const { action, count, group } = draft;
    const sequence = cursor.done + 1;
    const journal = transaction.objectStore('journal');
    if (cursor.last > cursor.done) {
      journal
        .delete(IDBKeyRange.bound([projectId, sequence], [projectId, cursor.last]))
        .catch(heardElsewhere);
    }
    const entry: JournalEntry = {
      projectId,
      sequence,
      at: Date.now(),
      action,
      count,
      ...(group !== undefined && { group }),
      changes,
    };
    journal.put(entry).catch(heardElsewhere);
    return {
      changes,
      cursor: {
        ...moved(cursor, changes),
        done: sequence,
        last: sequence,
        undoable: joined(cursor.undoable, entry),
        redoable: undefined,
      },
    };
  });
}

/** Writes rows that are nobody's to undo from inside the project: its creation, its trash. */
export async function writeUnjournalled(
  projectId: string,
  changes: readonly Change[],
): Promise<Written> {
  return journalled(projectId, async (transaction, cursor) => {
    const net = netChanges(changes);
    await write(transaction, projectId, net);
    return { changes: net, cursor: moved(cursor, net) };
  });
}

/**
 * Takes back the last step.
 * @param expected where the caller believes the journal to stand (`cursor.done`), so that a tab never
 * undoes what it has not seen.
 */
export async function undo(projectId: string, expected: number): Promise<Written> {
  return journalled(projectId, async (transaction, cursor) => {
    expectAt(cursor, expected);
    const step = await stepFrom(transaction, projectId, cursor.done, -1);
    if (step.length === 0) return { changes: [], cursor };
    const changes = netChanges(step.flatMap((entry) => inverted(entry.changes)));
    await write(transaction, projectId, changes);
    const done = cursor.done - step.length;
    return {
      changes,
      cursor: {
        ...moved(cursor, changes),
        done,
        undoable: await stepAt(transaction, { projectId, done }, 'undoable'),
        redoable: summary(step),
      },
    };
  });
}

/** Does again what was undone last. */
export async function redo(projectId: string, expected: number): Promise<Written> {
  return journalled(projectId, async (transaction, cursor) => {
    expectAt(cursor, expected);
    const step = await stepFrom(transaction, projectId, cursor.done + 1, 1);
    if (step.length === 0) return { changes: [], cursor };
    const changes = netChanges(step.flatMap((entry) => entry.changes));
    await write(transaction, projectId, changes);
    const done = cursor.done + step.length;
    return {
      changes,
      cursor: {
        ...moved(cursor, changes),
        done,
        undoable: summary(step),
        redoable: await stepAt(transaction, { projectId, done }, 'redoable'),
      },
    };
  });
}

/** Where a journal stands before anything was written to it. */
export function newCursor(projectId: string): JournalCursor {
  return { projectId, done: 0, last: 0, revision: 0, tally: {} };
}

async function journalled(
  projectId: string,
  work: (transaction: JournalTransaction, cursor: JournalCursor) => Promise<Written>,
): Promise<Written> {
  return inTransaction(journalStores, 'readwrite', async (transaction) => {
    const cursors = transaction.objectStore('journal-cursors');
    const written = await work(transaction, (await cursors.get(projectId)) ?? newCursor(projectId));
    cursors.put(written.cursor).catch(heardElsewhere);
    return written;
  });
}

async function write(
  transaction: JournalTransaction,
  projectId: string,
  changes: readonly Change[],
): Promise<void> {
  await writeChanges(transaction, projectId, changes);
  // A project removed for good in another tab must not come back as rows that nobody lists.
  if ((await transaction.objectStore('projects').count(projectId)) === 0) {
    throw new FailureError('project-missing', projectId);
  }
}

/** A sample that nobody would see: another tab trashed the class that it goes into. */
async function expectClasses(
  transaction: JournalTransaction,
  projectId: string,
  changes: readonly Change[],
): Promise<void> {
  const entered = changes.flatMap((change) =>
    change.store === 'samples' && change.after && change.after.classId !== change.before?.classId
      ? [change.after.classId]
      : [],
  );
  for (const classId of new Set(entered)) {
    const row = await transaction.objectStore('classes').get([projectId, classId]);
    if (!row || row.trashedAt !== undefined) throw new FailureError('changed-elsewhere', classId);
  }
}

function putSampleData(transaction: JournalTransaction, packed: readonly PackedSampleData[]): void {
  for (const { picture, thumbnail } of packed) {
    transaction.objectStore('pictures').put(picture).catch(heardElsewhere);
    transaction.objectStore('thumbnails').put(thumbnail).catch(heardElsewhere);
  }
}

/** The neighbouring entries from `sequence` on that are one step, in the order of walking. */
async function stepFrom(
  transaction: JournalTransaction,
  projectId: string,
  sequence: number,
  direction: 1 | -1,
): Promise<JournalEntry[]> {
  const journal = transaction.objectStore('journal');
  const step: JournalEntry[] = [];
  for (let at = sequence; ; at += direction) {
    const entry = at > 0 ? await journal.get([projectId, at]) : undefined;
    if (!entry || !belongs(step.at(-1), entry)) return step;
    step.push(entry);
  }
}

/** What Undo or Redo would do from where the journal stands. */
export async function stepAt(
  transaction: JournalTransaction,
  { projectId, done }: Pick<JournalCursor, 'projectId' | 'done'>,
  direction: 'undoable' | 'redoable',
): Promise<JournalStep | undefined> {
  return summary(
    direction === 'undoable'
      ? await stepFrom(transaction, projectId, done, -1)
      : await stepFrom(transaction, projectId, done + 1, 1),
  );
}

const belongs = (neighbour: JournalStep | undefined, entry: JournalStep) =>
  !neighbour || (entry.group !== undefined && entry.group === neighbour.group);

function summary(step: readonly JournalEntry[]): JournalStep | undefined {
  const [first] = step;
  if (!first) return undefined;
  return step.slice(1).reduce<JournalStep>((joint, entry) => joined(joint, entry), stepOf(first));
}

const stepOf = ({ action, count, group }: JournalStep): JournalStep => ({
  action,
  count,
  ...(group !== undefined && { group }),
});

/** A step is called after the action that touches most; ties by name, so that Redo says what Undo said. */
function joined(step: JournalStep | undefined, entry: JournalStep): JournalStep {
  const own = stepOf(entry);
  if (!step || !belongs(step, entry)) return own;
  if (step.action === own.action) return { ...own, count: step.count + own.count };
  const isMore = own.count > step.count || (own.count === step.count && own.action > step.action);
  return isMore ? own : step;
}

function moved(cursor: JournalCursor, changes: readonly Change[]): JournalCursor {
  return {
    ...cursor,
    revision: cursor.revision + 1,
    tally: tallyAfter(cursor.tally, changes),
  };
}

function expectAt(cursor: JournalCursor, expected: number): void {
  if (cursor.done !== expected) throw new FailureError('changed-elsewhere', 'journal');
}

/** Every entry of a project, oldest first. */
export async function readJournal(projectId: string): Promise<JournalEntry[]> {
  return inTransaction(['journal'], 'readonly', (transaction) =>
    transaction.objectStore('journal').getAll(withinProject(projectId)),
  );
}
