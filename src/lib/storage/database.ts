/** Opens the one database, brings it up to date and turns the platform's errors into coded failures. */
import { openDB, unwrap, type IDBPTransaction, type StoreNames } from 'idb';
import { keepsBlobs, keptAs, type KeptBlob } from '#lib/cache/kept-blob.ts';
import { FailureError } from '#lib/failure/failure.ts';
import {
  DATABASE_NAME,
  DATABASE_VERSION,
  migrations,
  type AprendizSchema,
  type Database,
} from './schema.ts';
import { transact } from './transact.ts';

export { heardElsewhere } from './transact.ts';

let opening: Promise<Database> | undefined;

/**
 * Runs `work` on the open database, opening it on first use.
 * @throws FailureError `storage-full` when the disk or our share of it is full,
 * `storage-unavailable` when this browser keeps nothing for us (private window, blocked storage),
 * `storage-newer` when a newer version of the app has been here.
 */
export async function withDatabase<T>(work: (database: Database) => Promise<T>): Promise<T> {
  try {
    return await work(await opened());
  } catch (error) {
    throw storageFailure(error) ?? error;
  }
}

export type Store = StoreNames<AprendizSchema>;
export type Transaction<
  Mode extends 'readonly' | 'readwrite',
  Stores extends Store[] = Store[],
> = IDBPTransaction<AprendizSchema, Stores, Mode>;

/**
 * Runs `work` in one transaction, which is on disk when this resolves. Whatever goes wrong, in a
 * request or in `work`, nothing of it is written.
 * @throws as {@link withDatabase} does, and whatever `work` throws.
 */
export async function inTransaction<
  T,
  Stores extends Store[],
  Mode extends 'readonly' | 'readwrite',
>(
  stores: Stores,
  mode: Mode,
  work: (transaction: Transaction<Mode, Stores>) => Promise<T>,
): Promise<T> {
  return withDatabase((database) => transact(database.transaction(stores, mode), work));
}

let blobs: Promise<boolean> | undefined;

/** What a blob is written as; to be asked before a transaction. @throws as {@link withDatabase} does */
export async function writable(blob: Blob): Promise<KeptBlob> {
  return withDatabase(async (database) => {
    blobs ??= keepsBlobs(unwrap(database), 'pictures', {
      projectId: '',
      id: '',
      picture: new Blob(['?']),
    });
    try {
      return await keptAs(blob, await blobs);
    } catch (error) {
      blobs = undefined;
      throw error;
    }
  });
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
]);

/** The coded form of an IndexedDB error; undefined for what can only be a bug of ours. */
export function storageFailure(error: unknown): FailureError | undefined {
  if (error instanceof FailureError) return error;
  // IndexedDB may be missing altogether where the browser forbids storage.
  if (typeof indexedDB === 'undefined') return new FailureError('storage-unavailable');
  if (!(error instanceof Error)) return undefined;
  if (error.name === 'QuotaExceededError') return new FailureError('storage-full', error.message);
  if (error.name === 'VersionError') return new FailureError('storage-newer', error.message);
  if (unavailable.has(error.name)) return new FailureError('storage-unavailable', error.message);
  return undefined;
}
