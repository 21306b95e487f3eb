/** Brings many files to this device: what is missing, a few at a time, each where it stopped. */
import { inModels } from './database.ts';
import { evict } from './evict.ts';
import { bringFile, formerModels } from './files.ts';
import { builtInFiles, fileUrl, loadIndex } from './index-file.ts';
import type { FileEntry } from './installed-model.ts';
import { partBytes } from './unfinished.ts';
import { ensureRoom } from './room.ts';

/** More would only make each slower, and a cut more dear. */
const mostAtOnce = 3;

export interface FillOptions {
  /** Bytes of all files together, those that were there included. */
  readonly onBytes?: (loaded: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
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
  { onBytes, signal }: FillOptions = {},
): Promise<void> {
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
  tell();
  if (missing.length === 0) return;
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
}

/**
 * Brings every network that comes with the app, then takes away what an older version had needed.
 * @throws as {@link fillFiles} does
 */
export async function fillBuiltIns(baseUrl: string, options: FillOptions = {}): Promise<void> {
  const files = builtInFiles(await loadIndex(baseUrl, options.signal));
  await fillFiles(files, baseUrl, options);
  await evict(new Set(files.map(({ sha256 }) => sha256)));
  if (typeof caches !== 'undefined') await caches.delete(formerModels);
}
