/** Takes what is kept of models to another device, and brings it in there. */
import { FailureError } from '#lib/failure/failure.ts';
import { inModels } from './database.ts';
import { keepFile } from './files.ts';
import { missingFiles } from './fill.ts';
import type { FileEntry, InstalledModel } from './installed-model.ts';
import { filesOf, installedModels, keepInstalled } from './installed.ts';
import { packHead, packType, readPackList } from './pack-format.ts';
import { ensureRoom } from './room.ts';
import { sha256 } from './sha256.ts';

export interface PackOptions {
  /** Bytes that were hashed. */
  readonly onBytes?: (loaded: number, total: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One file of models; no more of it is in memory than its list, since the Blobs in it stay on disk.
 * @param builtIn files of networks that come with the app, all on this device (`missingFiles` is empty).
 * @param ids of the installed models that shall be in it.
 * @throws FailureError `model-missing` when one is not there; `storage-unavailable` | `storage-newer`
 */
export async function packModels(
  builtIn: readonly FileEntry[],
  ids: readonly string[] | 'all',
): Promise<Blob> {
  const models = (await installedModels()).filter(({ id }) => ids === 'all' || ids.includes(id));
  const each = new Map(
    [...builtIn, ...models.flatMap(filesOf)].map((file) => [file.sha256, file] as const),
  );
  const files = [...each.values()];
  const blobs = await inModels(['files'], 'readonly', (transaction) =>
    Promise.all(files.map(async ({ sha256 }) => (await transaction.get('files', sha256))?.blob)),
  );
  const contents = files.map((file, n) => {
    const blob = blobs[n];
    if (blob?.size !== file.bytes) throw new FailureError('model-missing', file.file);
    return blob;
  });
  return new Blob([packHead({ files, models }), ...contents], { type: packType });
}

export interface Unpacked {
  /** Ids of models that were not installed here, or are another version now. */
  readonly added: readonly InstalledModel[];
  readonly known: readonly InstalledModel[];
  /** Files of networks that come with the app that were not here. */
  readonly files: readonly FileEntry[];
}

/** Looks at a model before it is let in: the files are what the list says, not yet what they should be. */
export type Inspect = (
  model: InstalledModel,
  contents: { readonly graph: ArrayBuffer; readonly weights: ArrayBuffer },
) => Promise<void>;

/**
 * Brings a pack in. Every file is hashed before anything is kept; what has no part in the app's own list
 * and in no model of the pack is left out.
 * @param builtIn files of the networks that come with this version of the app.
 * @param inspect throws for a model that must not be run (see `engine/graph/`).
 * @throws FailureError as `readPackList` does, `archive-damaged` (a file is not what its hash says),
 *   `storage-full` | `storage-unavailable` | `storage-newer`; the signal's reason
 */
export async function unpackModels(
  pack: Blob,
  builtIn: readonly FileEntry[],
  inspect: Inspect,
  { onBytes, signal }: PackOptions = {},
): Promise<Unpacked> {
  const { files, models, contents } = await readPackList(pack);
  const ours = new Map(builtIn.map((file) => [file.sha256, file] as const));
  const missing = await missingFiles(files.filter(({ sha256 }) => ours.has(sha256)));
  const { added, known } = await sortModels(models);
  const needed = new Map(
    [...missing, ...added.flatMap(filesOf)].map((file) => [file.sha256, file] as const),
  );
  const total = [...needed.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  await ensureRoom(total);
  let loaded = 0;
  onBytes?.(0, total);
  for (const file of needed.values()) {
    signal?.throwIfAborted();
    const bytes = await contents.get(file.sha256)?.arrayBuffer();
    if (bytes?.byteLength !== file.bytes || (await sha256(bytes)) !== file.sha256) {
      throw new FailureError('archive-damaged', file.file);
    }
    loaded += file.bytes;
    onBytes?.(loaded, total);
  }
  const read = async ({ sha256 }: FileEntry) =>
    (await contents.get(sha256)?.arrayBuffer()) ?? new ArrayBuffer(0);
  for (const model of added) {
    await inspect(model, { graph: await read(model.graph), weights: await read(model.weights) });
  }
  signal?.throwIfAborted();
  for (const { sha256 } of missing) await keepFile(sha256, contents.get(sha256) ?? new Blob());
  for (const model of added) await keepInstalled(model, contents);
  return { added, known, files: missing };
}

/** Which of these are here already, as they are. */
async function sortModels(models: readonly InstalledModel[]) {
  const here = new Map((await installedModels()).map((model) => [model.id, model] as const));
  const isKnown = (model: InstalledModel) => {
    const mine = here.get(model.id);
    const same = (file: 'graph' | 'weights' | 'labels') =>
      mine?.[file]?.sha256 === model[file]?.sha256;
    return mine !== undefined && same('graph') && same('weights') && same('labels');
  };
  return { added: models.filter((m) => !isKnown(m)), known: models.filter(isKnown) };
}
