/** Opens the one database, brings it up to date and turns the platform's errors into coded failures. */
import { openDB } from 'idb';
import { FailureError } from '#lib/failure/failure.ts';
import {
  DATABASE_NAME,
  DATABASE_VERSION,
  migrations,
  type AprendizSchema,
  type Database,
} from './schema.ts';

let opening: Promise<Database> | undefined;

/**
 * Runs `work` on the open database, opening it on first use.
 * @throws FailureError `storage-full` when the disk or our share of it is full,
 * `storage-unavailable` when this browser keeps nothing for us (private window, blocked storage).
 */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(await opened());
  } catch (error) {
    throw storageFailure(error) ?? error;
  }
}

/** Closes the database; the next use opens it again. */
export async function closeDatabase(): Promise<void> {
  const closing = opening;
  opening = undefined;
  (await closing)?.close();
}

async function opened(): Promise<Database> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

async function open(): Promise<Database> {
  return openDB<AprendizSchema>(DATABASE_NAME, DATABASE_VERSION, {
    upgrade(database, oldVersion, newVersion, transaction) {
      for (const migrate of migrations.slice(oldVersion, newVersion ?? DATABASE_VERSION)) {
        migrate(database, transaction);
      }
    },
    // A newer version of the app in another tab wants to migrate: let it, and open again later.
    blocking: (_current, _blocked, event) => {
      (event.target as IDBDatabase).close();
      opening = undefined;
    },
    terminated: () => {
      opening = undefined;
    },
  });
}

const unavailable = new Set([
  'AbortError',
  'InvalidStateError',
  'NotFoundError',
  'SecurityError',
  'UnknownError',
  'VersionError',
]);

/** The coded form of an IndexedDB error; undefined for what can only be a bug of ours. */
export function storageFailure(error: unknown): FailureError | undefined {
  if (error instanceof FailureError) return error;
  // IndexedDB may be missing altogether where the browser forbids storage.
  if (typeof indexedDB === 'undefined') return new FailureError('storage-unavailable');
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'QuotaExceededError') return new FailureError('storage-full', error.message);
  if (unavailable.has(error.name)) return new FailureError('storage-unavailable', error.message);
  return undefined;
}
