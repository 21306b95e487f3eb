/** Writes changes of rows inside a transaction, after seeing that every row is what it is said to be. */
import { FailureError } from '#lib/failure/failure.ts';
import { heardElsewhere, type Transaction } from './database.ts';
import type { Change, JournalCursor, ProjectRows, RowStore, SampleRow } from './project-rows.ts';
import { sameValue } from './same-value.ts';

export const rowStores = ['projects', 'classes', 'samples', 'runs'] as const;
type AnyRow = ProjectRows[RowStore];
type RowTransaction = Transaction<'readwrite'>;

/** All keys of a project, whatever follows its id. */
export function withinProject(projectId: string, ...prefix: string[]): IDBKeyRange {
  return IDBKeyRange.bound([projectId, ...prefix], [projectId, ...prefix, []]);
}

/** The same changes taken back: the last first. */
export function inverted(changes: readonly Change[]): Change[] {
  return changes.map(invert).reverse();
}

function invert(change: Change): Change {
  const { before, after, ...place } = change;
  return {
    ...place,
    ...(after && { before: after }),
    ...(before && { after: before }),
  } as Change;
}

/**
 * Several changes of one row as one, in the order of their first; none where nothing changes.
 * A chain that does not meet is a bug of whoever made it.
 */
export function netChanges(changes: readonly Change[]): Change[] {
  const net = new Map<string, Change>();
  for (const change of changes) {
    const place = `${change.store} ${change.key}`;
    const earlier = net.get(place);
    if (earlier && !sameValue(earlier.after, change.before)) {
      throw new Error(`Two changes of ${place} do not meet`);
    }
    net.set(place, earlier ? ({ ...change, before: earlier.before } as Change) : change);
  }
  return [...net.values()].filter(({ before, after }) => !sameValue(before, after));
}

/**
 * Puts the rows of `changes`, each row once.
 * @throws FailureError `changed-elsewhere` when a row is not as `before` says: another tab has been there.
 */
export async function writeChanges(
  transaction: RowTransaction,
  projectId: string,
  changes: readonly Change[],
): Promise<void> {
  for (const store of rowStores) {
    const here = changes.filter((change) => change.store === store);
    if (here.length === 0) continue;
    const stored = await storedRows(transaction, store, projectId, here);
    for (const [i, change] of here.entries()) {
      if (!sameValue(stored[i], change.before)) {
        throw new FailureError('changed-elsewhere', `${store} ${change.key}`);
      }
    }
    const target = transaction.objectStore(store);
    for (const change of here) {
      const request = change.after
        ? target.put(change.after)
        : target.delete(rowKey(store, projectId, change.key) as never);
      request.catch(heardElsewhere);
    }
  }
}

/** Above this many rows, one request for all between the first and the last is quicker than one for each. */
const MANY = 200;

async function storedRows(
  transaction: RowTransaction,
  store: RowStore,
  projectId: string,
  changes: readonly Change[],
): Promise<(AnyRow | undefined)[]> {
  const source = transaction.objectStore(store);
  if (store === 'projects' || changes.length <= MANY) {
    return Promise.all(
      changes.map(({ key }) => source.get(rowKey(store, projectId, key) as never)),
    );
  }
  const keys = changes.map(({ key }) => key).sort();
  // New rows have the newest ids: between them there is nothing to read.
  const between = IDBKeyRange.bound([projectId, keys[0]], [projectId, keys.at(-1)]);
  const rows = await source.getAll(between as never);
  const byId = new Map<string, AnyRow>(rows.map((row) => [row.id, row]));
  return changes.map(({ key }) => byId.get(key));
}

const rowKey = (store: RowStore, projectId: string, key: string): string | [string, string] =>
  store === 'projects' ? key : [projectId, key];

/** Samples outside the trash for each class, after `changes`. */
export function tallyAfter(
  tally: JournalCursor['tally'],
  changes: readonly Change[],
): JournalCursor['tally'] {
  const next = { ...tally };
  const add = (row: SampleRow | undefined, amount: number) => {
    if (!row || row.trashedAt !== undefined) return;
    const count = (next[row.classId] ?? 0) + amount;
    if (count === 0) delete next[row.classId];
    else next[row.classId] = count;
  };
  for (const change of changes) {
    if (change.store !== 'samples') continue;
    add(change.before, -1);
    add(change.after, 1);
  }
  return next;
}
