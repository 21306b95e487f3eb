/** Files of models by their content: read from the disk, or brought to it. Workers and pages. */
import { FailureError } from '#lib/failure/failure.ts';
import { inModels, partsOf, writable } from './database.ts';
import type { FileEntry } from './installed-model.ts';
import { downloadLock, holdFile, withPatientLock } from './locks.ts';
import { fetchResumable, type FetchOptions, type OnBytes } from './resumable.ts';
import { sha256 } from './sha256.ts';
import { countParts, dropParts } from './unfinished.ts';

/**
 * A file of a model, from the disk if it is there (its hash was found right when it was kept), otherwise
 * over the network and from then on on the disk, for which nobody waits. Nobody deletes it while this
 * worker lives.
 * @param url where it is served; undefined: it is on this device or nowhere.
 * @returns its bytes; nobody else has this buffer.
 * @throws FailureError as `fetchResumable` does
 */
export async function openFile(
  url: string | undefined,
  entry: FileEntry,
  onBytes: OnBytes = () => {},
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  holdFile(entry.sha256);
  const kept = await readFile(entry);
  if (kept) {
    onBytes(entry.bytes);
    return kept;
  }
  if (url === undefined) throw new FailureError('model-missing', entry.file);
  const brought = await bringFile(url, entry, { onBytes, signal });
  // A disk that is full or closed to us is told by whoever fills it (`fill.ts`); this file is here.
  brought.kept.catch((error: unknown) => {
    if (!(error instanceof FailureError)) throw error;
  });
  return brought.bytes;
}

/**
 * A file that only stands in for another until that has come: what is here of it when the network breaks off is kept,
 * the whole is not.
 * @throws FailureError as `fetchResumable` does
 */
export function fetchFile(
  url: string,
  entry: FileEntry,
  onBytes: OnBytes,
  signal?: AbortSignal,
): Promise<ArrayBuffer> {
  const fetching = async () => {
    const fetched = await fetchResumable({ url, key: entry.sha256, ...entry }, { onBytes, signal });
    fetched.settled
      .then(() => dropParts(entry.sha256))
      .catch((error: unknown) => {
        // A disk that is closed to us has nothing of it.
        if (!(error instanceof FailureError)) throw error;
      });
    return fetched.bytes;
  };
  const progress = () => countParts(entry.sha256);
  return withPatientLock(downloadLock(entry.sha256), fetching, progress, signal);
}

/** Undefined when it is not on the disk, or there is no disk for us. */
export async function readFile(entry: FileEntry): Promise<ArrayBuffer | undefined> {
  try {
    const row = await inModels(['files'], 'readonly', (transaction) =>
      transaction.get('files', entry.sha256),
    );
    return row?.blob.size === entry.bytes ? await row.blob.arrayBuffer() : undefined;
  } catch (error) {
    // Storage is closed to us, or the disk has lost what the database still names.
    if (error instanceof FailureError || error instanceof DOMException) return undefined;
    throw error;
  }
}

export interface Brought {
  readonly bytes: ArrayBuffer;
  /** Rejects with FailureError `storage-full` | `storage-unavailable` | `storage-newer`. */
  readonly kept: Promise<void>;
}

/**
 * Downloads a file, or takes it from what an older version of the app kept, or from another tab that
 * has been quicker.
 */
export function bringFile(url: string, entry: FileEntry, options: FetchOptions): Promise<Brought> {
  return new Promise((resolve, reject) => {
    const bring = async () => {
      const already = await readFile(entry);
      if (already) {
        options.onBytes?.(entry.bytes);
        return resolve({ bytes: already, kept: Promise.resolve() });
      }
      const former = await takeFormer(url, entry);
      const { bytes, settled } = former
        ? { bytes: former, settled: Promise.resolve() }
        : await fetchResumable({ url, key: entry.sha256, ...entry }, options);
      const kept = settled.then(() => keepFile(entry.sha256, new Blob([bytes])));
      resolve({ bytes, kept });
      // The next in line reads it, so it waits for the disk.
      await Promise.allSettled([kept]);
    };
    const progress = () => countParts(entry.sha256);
    withPatientLock(downloadLock(entry.sha256), bring, progress, options.signal).catch(reject);
  });
}

/**
 * Keeps a file whose hash has been found right, in place of its parts. On a full disk the parts are let
 * go, which may be room enough.
 * @throws FailureError `storage-full` | `storage-unavailable` | `storage-newer`
 */
export async function keepFile(hash: string, contents: Blob): Promise<void> {
  const blob = await writable(contents);
  const keep = () =>
    inModels(['files', 'parts', 'unfinished'], 'readwrite', async (transaction) => {
      await transaction.delete('parts', partsOf(hash));
      await transaction.delete('unfinished', hash);
      await transaction.put('files', { sha256: hash, blob });
    });
  try {
    await keep();
  } catch (error) {
    if (!(error instanceof FailureError) || error.failure.code !== 'storage-full') throw error;
    await dropParts(hash);
    await keep();
  }
}

async function takeFormer(url: string, entry: FileEntry): Promise<ArrayBuffer | undefined> {
  // Insecure origins have no caches, and never had anything in them.
  if (typeof caches === 'undefined') return undefined;
  const response = await caches.match(url).catch(() => undefined);
  const bytes = await response?.arrayBuffer();
  const isIt = bytes?.byteLength === entry.bytes && (await sha256(bytes)) === entry.sha256;
  return isIt ? bytes : undefined;
}
