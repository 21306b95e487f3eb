/**
 * Frees what a project keeps for nothing: entries older than anyone undoes, and pictures, embeddings
 * and weights that neither a row nor an entry refers to. Works in slices, between which others write.
 */
import { withinProject } from './changes.ts';
import { heardElsewhere, inTransaction } from './database.ts';
import { whenIdle } from './idle.ts';
import type { JournalEntry } from './project-rows.ts';
import type { AprendizSchema } from './schema.ts';

/** Steps that can be undone, however many entries each has. */
export const KEPT_STEPS = 500;
/** Changes that the journal holds at most, beyond its newest step: what bounds its size. */
export const KEPT_CHANGES = 100_000;

export interface JournalLimits {
  readonly steps: number;
  readonly changes: number;
}

/** What was freed, in rows. */
export interface Collected {
  readonly entries: number;
  readonly pictures: number;
  readonly embeddings: number;
  readonly checkpoints: number;
}

/** What an outline of the journal says of one entry. */
interface EntryOutline {
  readonly sequence: number;
  readonly group: string | undefined;
  readonly changes: number;
}

interface References {
  readonly samples: Set<string>;
  readonly runs: Set<string>;
}

/** Rows deleted in one transaction. */
const SLICE = 200;
/** Keys read in one transaction: others wait for no more than these. */
const SLICE_OF_KEYS = 1000;
/** Changes read in one transaction, give or take an entry. */
const SLICE_OF_CHANGES = 2000;

/**
 * @param pause between slices; may throw to stop, at any point without harm.
 * @throws as `withDatabase` and `pause` do.
 */
export async function collectGarbage(
  projectId: string,
  pause: () => Promise<void> = whenIdle,
  limits: JournalLimits = { steps: KEPT_STEPS, changes: KEPT_CHANGES },
): Promise<Collected> {
  const oldest = oldestKept(await outlineJournal(projectId, pause), limits);
  const entries = oldest > 1 ? await pruneJournal(projectId, oldest) : 0;
  // Keys before references: what is written from here on is not among the candidates.
  const keys = await bulkKeys(projectId, pause);
  await pause();
  const kept = await references(projectId, pause);
  const orphans = {
    pictures: keys.pictures.filter(([, id]) => !kept.samples.has(id)),
    thumbnails: keys.thumbnails.filter(([, id]) => !kept.samples.has(id)),
    embeddings: keys.embeddings.filter(([, , , id]) => !kept.samples.has(id)),
    checkpoints: keys.checkpoints.filter(([, id]) => !kept.runs.has(id)),
  };
  for (const store of ['pictures', 'thumbnails', 'embeddings', 'checkpoints'] as const) {
    for (let start = 0; start < orphans[store].length; start += SLICE) {
      await deleteKeys(store, orphans[store].slice(start, start + SLICE));
      await pause();
    }
  }
  return {
    entries,
    pictures: orphans.pictures.length,
    embeddings: orphans.embeddings.length,
    checkpoints: orphans.checkpoints.length,
  };
}

async function bulkKeys(projectId: string, pause: () => Promise<void>) {
  return {
    pictures: await keysOf('pictures', projectId, pause),
    thumbnails: await keysOf('thumbnails', projectId, pause),
    embeddings: await keysOf('embeddings', projectId, pause),
    checkpoints: await keysOf('checkpoints', projectId, pause),
  };
}

async function keysOf<Name extends 'pictures' | 'thumbnails' | 'embeddings' | 'checkpoints'>(
  store: Name,
  projectId: string,
  pause: () => Promise<void>,
): Promise<AprendizSchema[Name]['key'][]> {
  const keys: AprendizSchema[Name]['key'][] = [];
  const all = withinProject(projectId);
  for (let range = all; ; await pause()) {
    const some = await inTransaction([store], 'readonly', (transaction) =>
      transaction.objectStore(store).getAllKeys(range, SLICE_OF_KEYS),
    );
    for (const key of some) keys.push(key);
    if (some.length < SLICE_OF_KEYS) return keys;
    range = IDBKeyRange.bound(some.at(-1), all.upper, true);
  }
}

/** Rows before entries: taking a row away needs an entry, which is then there to be read. */
async function references(projectId: string, pause: () => Promise<void>): Promise<References> {
  const range = withinProject(projectId);
  const kept = await inTransaction(
    ['samples', 'runs', 'running-runs'],
    'readonly',
    async (transaction) => {
      const samples = await transaction.objectStore('samples').getAllKeys(range);
      const runs = await transaction.objectStore('runs').getAllKeys(range);
      const running = await transaction.objectStore('running-runs').getAllKeys(range);
      return {
        samples: new Set(samples.map(([, id]) => id)),
        runs: new Set([...runs, ...running].map(([, id]) => id)),
      };
    },
  );
  await eachEntry(projectId, pause, ({ changes }) => {
    for (const { store, key } of changes) {
      if (store === 'samples') kept.samples.add(key);
      if (store === 'runs') kept.runs.add(key);
    }
  });
  return kept;
}

async function outlineJournal(
  projectId: string,
  pause: () => Promise<void>,
): Promise<EntryOutline[]> {
  const outline: EntryOutline[] = [];
  await eachEntry(projectId, pause, ({ sequence, group, changes }) =>
    outline.push({ sequence, group, changes: changes.length }),
  );
  return outline;
}

/** Reads the journal oldest first, with pauses in which others may write to it. */
async function eachEntry(
  projectId: string,
  pause: () => Promise<void>,
  read: (entry: JournalEntry) => void,
): Promise<void> {
  const end = withinProject(projectId).upper as IDBValidKey;
  for (let after = 0, more = true; more; await pause()) {
    const rest = IDBKeyRange.bound([projectId, after], end, true);
    more = await inTransaction(['journal'], 'readonly', async (transaction) => {
      let changes = 0;
      let walk = await transaction.objectStore('journal').openCursor(rest);
      for (; walk && changes < SLICE_OF_CHANGES; walk = await walk.continue()) {
        read(walk.value);
        after = walk.value.sequence;
        changes += 1 + walk.value.changes.length;
      }
      return walk !== null;
    });
  }
}

/** Sequence of the oldest entry within the limits. Steps are kept whole, and the newest always. */
function oldestKept(outline: readonly EntryOutline[], limits: JournalLimits): number {
  let steps = 0;
  let changes = 0;
  for (let i = outline.length - 1; i >= 0; i--) {
    const entry = outline[i]!;
    const newer = outline[i + 1];
    const sameStep = newer?.group !== undefined && newer.group === entry.group;
    if (!sameStep) steps += 1;
    const beyond = steps > limits.steps || changes > limits.changes;
    if (beyond && !sameStep && newer) return newer.sequence;
    changes += entry.changes;
  }
  return outline[0]?.sequence ?? 1;
}

/** Forgets the entries before `oldest`, unless so much was undone that one could be redone. */
async function pruneJournal(projectId: string, oldest: number): Promise<number> {
  return inTransaction(['journal', 'journal-cursors'], 'readwrite', async (transaction) => {
    const cursor = await transaction.objectStore('journal-cursors').get(projectId);
    if (!cursor || cursor.done < oldest) return 0;
    const journal = transaction.objectStore('journal');
    const old = IDBKeyRange.bound([projectId, 0], [projectId, oldest], false, true);
    const count = await journal.count(old);
    if (count > 0) journal.delete(old).catch(heardElsewhere);
    return count;
  });
}

async function deleteKeys(
  store: 'pictures' | 'thumbnails' | 'embeddings' | 'checkpoints',
  keys: readonly IDBValidKey[],
): Promise<void> {
  await inTransaction([store], 'readwrite', async (transaction) => {
    for (const key of keys) {
      transaction
        .objectStore(store)
        .delete(key as never)
        .catch(heardElsewhere);
    }
  });
}
