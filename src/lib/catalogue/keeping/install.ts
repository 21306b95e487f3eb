/** Brings a model of the catalogue to this device. */
import { fillFiles, missingFiles } from '#lib/cache/fill.ts';
import { fileUrl } from '#lib/cache/index-file.ts';
import { filesOf, installedModel } from '#lib/cache/installed.ts';
import type { InstalledModel } from '#lib/cache/installed-model.ts';
import { withLock } from '#lib/cache/locks.ts';
import { ensureRoom } from '#lib/cache/room.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { convertModel } from '../convert/convert-model.ts';
import type { CatalogueEntry, RemoteModel } from '../entry.ts';
import type { ModelCalls } from '../protocol.ts';
import { keepConverted } from './keep-converted.ts';
import { labelsOf } from './known-labels.ts';
import type { KeepingOptions } from './options.ts';
import { sourceOfAddress } from './sources.ts';

type Install = ModelCalls['install'];

/** @throws FailureError of the network, of the conversion, or of storage; the signal's reason */
export async function install(
  { entry, baseUrl }: Install['request'],
  options: KeepingOptions,
): Promise<Install['result']> {
  if (entry.origin === 'built-in') {
    await fillFiles(entry.files, baseUrl, {
      signal: options.signal,
      onBytes: (loaded, total) => options.tell({ stage: 'download', loaded, total }),
    });
    return { installed: undefined };
  }
  const { remote } = entry;
  if (!remote) throw new FailureError('model-missing', entry.id);
  // Of two tabs that want it, the second finds what the first has brought.
  const installed = await withLock(
    `aprendiz-model-install ${entry.id}`,
    async () =>
      (await wholeModel(entry.id)) ?? (await convertRemote(entry, remote, baseUrl, options)),
    options.signal,
  );
  return { installed };
}

async function wholeModel(id: string): Promise<InstalledModel | undefined> {
  const model = await installedModel(id);
  return model && (await missingFiles(filesOf(model))).length === 0 ? model : undefined;
}

async function convertRemote(
  entry: CatalogueEntry,
  remote: RemoteModel,
  baseUrl: string,
  options: KeepingOptions,
) {
  const { bytes } = entry;
  // Its parts and the converted network are on the disk together for a moment.
  await ensureRoom(2 * bytes);
  const vendored = entry.files.find(({ file }) => file.endsWith('/model.json'));
  const source = vendored
    ? sourceOfAddress(fileUrl(baseUrl, vendored.file), options, { bytes, sha256: hashesOf(entry) })
    : sourceOfAddress(remote.url, options, { bytes, sha256: remote.sha256 });
  const { scale, offset, labels } = remote;
  const model = await convertModel(
    source.fileOf,
    {
      id: entry.id,
      pixels: { scale, offset },
      ...(labels === 'imagenet-1001' && { skipClasses: 1 }),
    },
    (done, total) => options.tell({ stage: 'convert', loaded: done, total }),
    options.signal,
  );
  const installed = await keepConverted(
    {
      model,
      labels: model.classes > 0 ? await labelsOf(remote, model.classes) : undefined,
    },
    () => entry.id,
    () => entry,
  );
  await source.finish();
  return installed;
}

const hashesOf = ({ files }: CatalogueEntry): Record<string, string> =>
  Object.fromEntries(files.map(({ file, sha256 }) => [file.split('/').at(-1) ?? file, sha256]));
