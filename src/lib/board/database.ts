/**
 * The database of the labs' runs, apart from the one of projects: nothing in it needs an undo that outlives the
 * visit, and a lab's page has no use for the schema of projects.
 */
import { openDB, type DBSchema, type IDBPDatabase, type IDBPTransaction } from 'idb';
import { storageFailure } from '#lib/storage/database.ts';
import { transact } from '#lib/storage/transact.ts';
import type { HistogramFrame, Points, RunSummary } from './run.ts';

export const BOARD_DATABASE = 'aprendiz-board';
const version = 1;

export interface LabRunRow extends RunSummary {
  readonly source: 'lab';
  /** When something was last written of it: one that is heard of no more was broken off. */
  readonly heardAt: number;
  /** Taken off the Board; it goes for good when the Board is next opened. */
  readonly removedAt?: number;
}

export interface SeriesRow {
  readonly runId: string;
  readonly tag: string;
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
  /** Absent where nobody kept them: a run of Teach that came in a file. */
  readonly times?: Float64Array<ArrayBuffer>;
}

export interface HistogramRow {
  readonly runId: string;
  readonly tag: string;
  readonly frames: readonly HistogramFrame[];
}

export interface PointsRow extends Points {
  readonly runId: string;
}

interface BoardSchema extends DBSchema {
  runs: { key: string; value: LabRunRow };
  series: { key: [runId: string, tag: string]; value: SeriesRow };
  histograms: { key: [runId: string, tag: string]; value: HistogramRow };
  points: { key: string; value: PointsRow };
}

const stores = ['runs', 'series', 'histograms', 'points'] as const;
type Stores = (typeof stores)[number][];
export type BoardTransaction<Mode extends IDBTransactionMode> = IDBPTransaction<
  BoardSchema,
  Stores,
  Mode
>;

let opening: Promise<IDBPDatabase<BoardSchema>> | undefined;

/**
 * Runs `work` in one transaction over everything, which is on disk when this resolves.
 * @throws FailureError `storage-full`, `storage-unavailable`, `storage-newer`; and whatever `work` throws
 */
export async function onBoard<T, Mode extends 'readonly' | 'readwrite'>(
  mode: Mode,
  work: (transaction: BoardTransaction<Mode>) => Promise<T>,
): Promise<T> {
  try {
    const database = await opened();
    const result = await transact(database.transaction([...stores], mode), work);
    if (mode === 'readwrite') tellBoard();
    return result;
  } catch (error) {
    throw storageFailure(error) ?? error;
  }
}

/** Closes the database; the next use opens it again. */
export async function closeBoard(): Promise<void> {
  const closing = opening;
  opening = undefined;
  (await closing)?.close();
}

async function opened(): Promise<IDBPDatabase<BoardSchema>> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

function open(): Promise<IDBPDatabase<BoardSchema>> {
  const forget = () => (opening = undefined);
  return openDB<BoardSchema>(BOARD_DATABASE, version, {
    upgrade(database) {
      database.createObjectStore('runs', { keyPath: 'id' });
      database.createObjectStore('series', { keyPath: ['runId', 'tag'] });
      database.createObjectStore('histograms', { keyPath: ['runId', 'tag'] });
      database.createObjectStore('points', { keyPath: 'runId' });
    },
    // A newer version of the app in another tab wants to migrate: let it, and open again later.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      forget();
    },
    terminated: forget,
  });
}

let speaking: BroadcastChannel | undefined;

function tellBoard(): void {
  if (typeof BroadcastChannel === 'undefined') return;
  speaking ??= new BroadcastChannel(BOARD_DATABASE);
  // In Node, which runs the unit tests, an open channel would keep the process alive.
  (speaking as { unref?: () => void }).unref?.();
  speaking.postMessage('changed');
}

/** Calls `listener` after anything on the Board was written, in this tab or another. @returns how to stop */
export function onBoardNews(listener: () => void): () => void {
  if (typeof BroadcastChannel === 'undefined') return () => {};
  const channel = new BroadcastChannel(BOARD_DATABASE);
  channel.onmessage = listener;
  return () => channel.close();
}
