/** Files of dropped folders, each with its path: their bytes stay where they are. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Found } from '../collect/walk-files.ts';
import type { PlacedFile } from './samples/read-sample-zip.ts';

export interface Gathered {
  readonly files: readonly PlacedFile[];
  /** Folders that could not be opened. */
  readonly unreadable: readonly string[];
}

/** @throws FailureError `folder-unreadable` where that is all there is; the signal's reason */
export async function gatherFiles(
  found: AsyncIterable<Found> | Iterable<Found>,
  signal: AbortSignal,
): Promise<Gathered> {
  const files: PlacedFile[] = [];
  const unreadable: string[] = [];
  let failure: Failure | undefined;
  for await (const one of found) {
    signal.throwIfAborted();
    if (one.kind === 'unreadable') {
      failure ??= one.failure;
      unreadable.push(one.name);
      continue;
    }
    const blob = await one.read();
    const file = blob instanceof File ? blob : new File([blob], one.name);
    files.push({ path: [...one.folders, one.name].join('/'), file });
  }
  if (files.length === 0 && failure) throw new FailureError(failure.code, failure.detail);
  return { files, unreadable };
}
