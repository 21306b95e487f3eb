/** Brings many files to this device: what is missing, a few at a time, each where it stopped. */
import { inModels } from './database.ts';
import { evict } from './evict.ts';
import { bringFile } from './files.ts';
import { formerModels } from './former-models.ts';
import { builtInFiles, fileUrl, loadIndex } from './index-file.ts';
import type { FileEntry } from './installed-model.ts';
import { partBytes } from './unfinished.ts';
import { ensureRoom } from './room.ts';
import { verifyFiles } from './verify.ts';

/** More would only make each slower, and a cut more dear. */
const mostAtOnce = 3;

export interface FillOptions {
  /** Bytes of all files together, those that were there included. */
  readonly onBytes?: (loaded: number, total: number) => void;
  /** Told at the start and whenever a file has come to be on the disk. */
  readonly onKept?: (filled: Filled) => void;
  readonly signal?: AbortSignal | undefined;
}

/** How far it is. */
export interface Filled {
  readonly count: number;
  readonly bytes: number;
  /** Addresses below the models folder of what is not on the disk yet. */
  readonly missing: readonly string[];
}

/**
 * Which of these files are not on the disk. A look at the names alone: `verify.ts` reads them.
 * @throws FailureError `storage-unavailable` | `storage-newer`
 */
export async function missingFiles(files: readonly FileEntry[]): Promise<FileEntry[]> {
  const kept = new Set(
    await inModels(['files'], 'readonly', (transaction) => transaction.keys('files')),
  );
  return files.filter(({ sha256 }) => !kept.has(sha256));
}

/**
 * Brings what is missing of `files`. What was brought stays when the rest fails.
 * @throws FailureError as `fetchResumable` does, `storage-full` | `storage-unavailable` | `storage-newer`;
 *   the signal's reason.
 */
export async function fillFiles(
  files: readonly FileEntry[],
  baseUrl: string,
  { onBytes, onKept, signal }: FillOptions = {},
): Promise<Filled> {
  const missing = await missingFiles(files);
  const sum = (list: readonly FileEntry[]) => list.reduce((all, { bytes }) => all + bytes, 0);
  const total = sum(files);
  const loaded = missing.map(() => 0);
  const here = total - sum(missing);
  const tell = () =>
    onBytes?.(
      loaded.reduce((all, each) => all + each, here),
      total,
    );
  const left = new Set(missing.map(({ file }) => file));
  const filled = () => ({ count: files.length, bytes: total, missing: [...left] });
  tell();
  onKept?.(filled());
  if (missing.length === 0) return filled();
  // The parts of a file are let go only when all of it is written.
  await ensureRoom(sum(missing) + mostAtOnce * partBytes);
  const queue = [...missing.entries()];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [n, file] = next;
      signal?.throwIfAborted();
      const { kept } = await bringFile(fileUrl(baseUrl, file.file), file, {
        signal,
        onBytes(bytes) {
          loaded[n] = bytes;
          tell();
        },
      });
      await kept;
      left.delete(file.file);
      onKept?.(filled());
    }
  };
  const ends = await Promise.allSettled(
    Array.from({ length: mostAtOnce }, () =>
      work().catch((error: unknown) => {
        // The others finish what they are at.
        queue.length = 0;
        throw error;
      }),
    ),
  );
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return filled();
}

/**
 * Brings every network that comes with the app, then takes away what an older version had needed.
 * @param options.verify reads and hashes what is there, and brings what is broken again.
 * @throws as {@link fillFiles} does
 */
export async function fillBuiltIns(
  baseUrl: string,
  { verify = false, ...options }: FillOptions & { readonly verify?: boolean } = {},
): Promise<Filled> {
  const files = builtInFiles(await loadIndex(baseUrl, options.signal));
  if (verify) await verifyFiles(files, { signal: options.signal });
  const filled = await fillFiles(files, baseUrl, options);
  await evict(new Set(files.map(({ sha256 }) => sha256)));
  if (typeof caches !== 'undefined') await caches.delete(formerModels);
  return filled;
}
