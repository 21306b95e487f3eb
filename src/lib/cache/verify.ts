/** Reads what is kept and hashes it again: the proof that nothing was lost or changed on the disk. */
import { readFile } from './files.ts';
import { inModels } from './database.ts';
import type { FileEntry } from './installed-model.ts';
import { sha256 } from './sha256.ts';

export interface Verdict {
  readonly missing: readonly FileEntry[];
  readonly broken: readonly FileEntry[];
}

export interface VerifyOptions {
  readonly onBytes?: (loaded: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One file after another, so that memory holds one. A broken one is deleted: the next look brings it.
 * @throws FailureError `storage-unavailable` | `storage-newer`; the signal's reason
 */
export async function verifyFiles(
  files: readonly FileEntry[],
  { onBytes, signal }: VerifyOptions = {},
): Promise<Verdict> {
  const missing: FileEntry[] = [];
  const broken: FileEntry[] = [];
  const total = files.reduce((all, { bytes }) => all + bytes, 0);
  let loaded = 0;
  for (const file of files) {
    signal?.throwIfAborted();
    const isThere = await inModels(['files'], 'readonly', (transaction) =>
      transaction.keys('files', IDBKeyRange.only(file.sha256)),
    );
    if (isThere.length === 0) missing.push(file);
    else {
      const bytes = await readFile(file);
      if (!bytes || (await sha256(bytes)) !== file.sha256) {
        broken.push(file);
        await inModels(['files'], 'readwrite', (transaction) =>
          transaction.delete('files', file.sha256),
        );
      }
    }
    loaded += file.bytes;
    onBytes?.(loaded, total);
  }
  return { missing, broken };
}
