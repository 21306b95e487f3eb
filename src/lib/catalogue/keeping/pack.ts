/** Everything kept as one file. Blobs are named, not copied: each is read once, to be sure of it, and let go. */
import { inModels } from '#lib/cache/database.ts';
import { filesOf, installedModels } from '#lib/cache/installed.ts';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { crc32 } from '#lib/storage/zip/crc32.ts';
import { ZipWriter } from '#lib/storage/zip/zip-writer.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import { readKept } from '../kept.ts';
import type { ModelCalls } from '../protocol.ts';
import type { KeepingOptions } from './options.ts';
import {
  fileName,
  manifestName,
  packFormat,
  packVersion,
  type PackManifest,
} from './pack-format.ts';

type Pack = ModelCalls['pack'];

/** @throws FailureError `model-corrupt` when a file is not what it was; `archive-too-large`; of storage */
export async function pack(
  { ids, baseUrl }: Pack['request'],
  { signal, tell }: KeepingOptions,
): Promise<Pack['result']> {
  const isWanted = (id: string) => ids === 'all' || ids.includes(id);
  const kept = await readKept();
  const isWhole = (files: readonly FileEntry[]) =>
    files.every((file) => kept.files.has(file.sha256));
  const installed = (await installedModels()).filter(
    (model) => isWanted(model.id) && isWhole(filesOf(model)),
  );
  const builtIn = (await loadCatalogue(baseUrl)).entries
    .filter(({ id, origin, files }) => origin === 'built-in' && isWanted(id) && isWhole(files))
    .map(({ id, files }) => ({ id, files: [...files] }));
  const manifest: PackManifest = { format: packFormat, version: packVersion, installed, builtIn };

  const writer = new ZipWriter(new Date());
  writer.addBytes(manifestName, new TextEncoder().encode(JSON.stringify(manifest)));
  const all = [...installed.flatMap(filesOf), ...builtIn.flatMap(({ files }) => files)];
  const files = [...new Map(all.map((file) => [file.sha256, file])).values()];
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let loaded = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const row = await inModels(['files'], 'readonly', (stores) => stores.get('files', file.sha256));
    const bytes = (await row?.blob.arrayBuffer()) ?? new ArrayBuffer(0);
    if (!row || (await sha256(bytes)) !== file.sha256) {
      throw new FailureError('model-corrupt', file.file);
    }
    writer.addBlob(fileName(file.sha256), row.blob, crc32(new Uint8Array(bytes)));
    loaded += file.bytes;
    tell({ stage: 'verify', loaded, total });
  }
  return { file: writer.finish() };
}
