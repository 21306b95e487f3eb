/**
 * The database of models: files by their content, parts of unfinished downloads, and what was installed.
 * Written on IndexedDB itself, because the worker that gives the first label reads from it and every
 * kilobyte of that worker is waited for.
 */
import { FailureError } from '#lib/failure/failure.ts';
import type { InstalledModel } from './installed-model.ts';
import { blobOf, keepsBlobs, keptAs, type KeptBlob } from './kept-blob.ts';
import { tellModels } from './news.ts';

export const MODELS_DATABASE = 'aprendiz-models';
const version = 1;

/** A whole file whose hash was found right before it was kept. */
export interface KeptFile {
  readonly sha256: string;
  /** A Blob, not an ArrayBuffer: it stays on disk until it is read (measured, four times quicker). */
  readonly blob: Blob;
}

/** A piece of a file that is still arriving. */
export interface Part {
  /** Key of its {@link Unfinished}. */
  readonly of: string;
  readonly index: number;
  readonly blob: Blob;
}

/** What a server said of a file when its first byte came: resumed only while it says the same. */
export interface Unfinished {
  readonly key: string;
  readonly url: string;
  readonly etag: string | null;
  readonly lastModified: string | null;
  /** Its length, once all of it has come. */
  readonly wholeBytes?: number;
}

interface Rows {
  files: KeptFile;
  parts: Part;
  unfinished: Unfinished;
  models: InstalledModel;
}
export type ModelStore = keyof Rows;
/** A row as it lies in the database. */
type Written<Row> = Row extends { blob: Blob } ? Omit<Row, 'blob'> & { blob: KeptBlob } : Row;

let opening: Promise<IDBDatabase> | undefined;
let blobs: Promise<boolean> | undefined;

/** What a blob is written as; to be asked before {@link inModels}. @throws as that does */
export async function writable(blob: Blob): Promise<KeptBlob> {
  try {
    blobs ??= opened().then((database) =>
      keepsBlobs(database, 'files', { sha256: '', blob: new Blob(['?']) }),
    );
    return await keptAs(blob, await blobs);
  } catch (error) {
    blobs = undefined;
    throw storageFailure(error) ?? error;
  }
}

/**
 * Runs `work` in one transaction, which is on disk when this resolves; nothing of it is written when
 * it rejects.
 * @throws FailureError `storage-full`, `storage-unavailable` (private window, blocked storage),
 *   `storage-newer`; and whatever `work` throws.
 */
export async function inModels<T>(
  stores: readonly ModelStore[],
  mode: IDBTransactionMode,
  work: (transaction: ModelTransaction) => Promise<T>,
): Promise<T> {
  try {
    const transaction = (await opened()).transaction([...stores], mode);
    const end = new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new DOMException('', 'AbortError'));
    });
    // Heard below; a work that fails has a reason of its own.
    end.catch(() => undefined);
    let result: T;
    try {
      result = await work(new ModelTransaction(transaction));
    } catch (error) {
      abort(transaction);
      await end.catch(() => undefined);
      // It knows the cause (a full disk); its requests know only that it was aborted.
      throw transaction.error ?? error;
    }
    await end;
    const isTold = stores.some((store) => store === 'files' || store === 'models');
    if (mode === 'readwrite' && isTold) tellModels();
    return result;
  } catch (error) {
    throw storageFailure(error) ?? error;
  }
}

/** Typed requests as promises. */
export class ModelTransaction {
  readonly #transaction: IDBTransaction;

  constructor(transaction: IDBTransaction) {
    this.#transaction = transaction;
  }

  get<S extends ModelStore>(store: S, key: IDBValidKey): Promise<Rows[S] | undefined> {
    return answered(this.#transaction.objectStore(store).get(key)).then(read);
  }

  getAll<S extends ModelStore>(store: S, range?: IDBKeyRange): Promise<Rows[S][]> {
    return answered(this.#transaction.objectStore(store).getAll(range)).then((rows) =>
      rows.map(read),
    );
  }

  keys(store: ModelStore, range?: IDBKeyRange): Promise<IDBValidKey[]> {
    return answered(this.#transaction.objectStore(store).getAllKeys(range));
  }

  put<S extends ModelStore>(store: S, row: Written<Rows[S]>): Promise<unknown> {
    return answered(this.#transaction.objectStore(store).put(row));
  }

  delete(store: ModelStore, key: IDBValidKey | IDBKeyRange): Promise<unknown> {
    return answered(this.#transaction.objectStore(store).delete(key));
  }
}

/** A row as it was meant. */
const read = <Row>(row: Row): Row =>
  row instanceof Object && 'blob' in row ? { ...row, blob: blobOf(row.blob as KeptBlob) } : row;

/** All parts of one download. */
export const partsOf = (key: string): IDBKeyRange =>
  IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER]);

/** Opens the database for a use that is sure to come, which tells if it cannot be. */
export function prepareModels(): void {
  void opened().catch(() => undefined);
}

/** Closes the database; the next use opens it again. */
export async function closeModels(): Promise<void> {
  const closing = opening;
  opening = undefined;
  (await closing)?.close();
}

function answered<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new DOMException('', 'AbortError'));
  });
}

function abort(transaction: IDBTransaction): void {
  try {
    transaction.abort();
  } catch (error) {
    // It had ended by itself already.
    if (!(error instanceof DOMException)) throw error;
  }
}

async function opened(): Promise<IDBDatabase> {
  opening ??= open();
  try {
    return await opening;
  } catch (error) {
    opening = undefined;
    throw error;
  }
}

async function open(): Promise<IDBDatabase> {
  const factory = globalThis.indexedDB as IDBFactory | undefined;
  if (!factory) throw new FailureError('storage-unavailable', 'no IndexedDB');
  const request = factory.open(MODELS_DATABASE, version);
  request.onupgradeneeded = () => {
    const { result: database } = request;
    database.createObjectStore('files', { keyPath: 'sha256' });
    database.createObjectStore('parts', { keyPath: ['of', 'index'] });
    database.createObjectStore('unfinished', { keyPath: 'key' });
    database.createObjectStore('models', { keyPath: 'id' });
  };
  const database = await answered(request);
  const forget = () => (opening = undefined);
  // A newer version of the app in another tab wants to migrate: let it, and open again later.
  database.onversionchange = () => {
    database.close();
    forget();
  };
  database.onclose = forget;
  return database;
}

/** `DataCloneError`: private windows that cannot keep a Blob. */
const unavailable = /^(Abort|InvalidState|NotFound|NotReadable|Security|Unknown|DataClone)Error$/;

/** The coded form of an IndexedDB error; undefined for what can only be a bug of ours. */
function storageFailure(error: unknown): FailureError | undefined {
  if (error instanceof FailureError || !(error instanceof Error)) return undefined;
  const { name, message } = error;
  if (name === 'QuotaExceededError') return new FailureError('storage-full', message);
  if (name === 'VersionError') return new FailureError('storage-newer', message);
  if (unavailable.test(name)) return new FailureError('storage-unavailable', message);
  return undefined;
}
