/** What was installed on this device, with the files it needs. */
import { FailureError } from '#lib/failure/failure.ts';
import { inModels, writable } from './database.ts';
import type { FileEntry, InstalledModel } from './installed-model.ts';
import type { KeptBlob } from './kept-blob.ts';

/** The files of a model, each once. */
export function filesOf({ graph, weights, labels }: InstalledModel): FileEntry[] {
  return [graph, weights, ...(labels ? [labels] : [])];
}

/** @throws FailureError `storage-unavailable` | `storage-newer` */
export function installedModels(): Promise<InstalledModel[]> {
  return inModels(['models'], 'readonly', (transaction) => transaction.getAll('models'));
}

/**
 * @param id of a model, or `<id>@<first 8 of its weights' hash>` for that very version.
 * @returns undefined where it is not installed, or storage is closed to us.
 */
export async function installedModel(id: string): Promise<InstalledModel | undefined> {
  const [plain = '', version = ''] = id.split('@');
  try {
    const model = await inModels(['models'], 'readonly', (transaction) =>
      transaction.get('models', plain),
    );
    return model?.weights.sha256.startsWith(version) ? model : undefined;
  } catch (error) {
    if (error instanceof FailureError) return undefined;
    throw error;
  }
}

/**
 * Puts a model on the device, in place of one with its id: all of it or nothing. Files of the old one
 * stay until `evict` finds them unused.
 * @param contents by hash, found right; what is on the disk already may be left out.
 * @throws FailureError `storage-full` | `storage-unavailable` | `storage-newer` | `model-missing` when a
 *   file is neither given nor there.
 */
export async function keepInstalled(
  model: InstalledModel,
  contents: ReadonlyMap<string, Blob>,
): Promise<void> {
  const written = new Map<string, KeptBlob>();
  for (const [sha256, blob] of contents) written.set(sha256, await writable(blob));
  await inModels(['files', 'models'], 'readwrite', async (transaction) => {
    for (const { sha256, file } of filesOf(model)) {
      const blob = written.get(sha256);
      if (blob) await transaction.put('files', { sha256, blob });
      else if (!(await transaction.get('files', sha256)))
        throw new FailureError('model-missing', file);
    }
    await transaction.put('models', model);
  });
}

/** Notes that a model was opened. @throws as {@link installedModels} */
export async function touchInstalled(id: string, usedAt: number): Promise<void> {
  await inModels(['models'], 'readwrite', async (transaction) => {
    const model = await transaction.get('models', id);
    if (model) await transaction.put('models', { ...model, usedAt });
  });
}
