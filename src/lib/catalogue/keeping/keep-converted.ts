/** Puts a converted network on this device under what is said of it. */
import { keepInstalled } from '#lib/cache/installed.ts';
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import { ensureRoom } from '#lib/cache/room.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import type { ConvertedModel } from '../convert/convert-model.ts';
import type { CatalogueEntry } from '../entry.ts';

export interface Converted {
  readonly model: ConvertedModel;
  /** In the order of the output `classes`; undefined for a mere trunk. */
  readonly labels: readonly string[] | undefined;
}

/**
 * @param entryOf what is said of it, from its id.
 * @param idOf its id, from the hash of its weights.
 * @throws FailureError `storage-full` | `storage-unavailable` | `storage-newer`
 */
export async function keepConverted(
  { model, labels }: Converted,
  idOf: (weightsHash: string) => string,
  entryOf: (id: string, bytes: number) => CatalogueEntry,
): Promise<InstalledModel> {
  const contents = new Map<string, Blob>();
  const put = async (file: string, bytes: Uint8Array<ArrayBuffer>): Promise<FileEntry> => {
    const hash = await sha256(bytes.buffer);
    contents.set(hash, new Blob([bytes]));
    return { file, bytes: bytes.byteLength, sha256: hash };
  };
  const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
  const { buffer, byteOffset, byteLength } = model.weights;
  const weights = await put('weights.bin', new Uint8Array(buffer, byteOffset, byteLength));
  const id = idOf(weights.sha256);
  const graph = await put('graph.json', json({ ...model.graph, id }));
  const names = labels && (await put('labels.json', json(labels)));
  const bytes = graph.bytes + weights.bytes + (names?.bytes ?? 0);
  await ensureRoom(bytes);
  const now = Date.now();
  const installed: InstalledModel = {
    id,
    graph,
    weights,
    ...(names && { labels: names }),
    entry: entryOf(id, bytes),
    installedAt: now,
    usedAt: now,
  };
  await keepInstalled(installed, contents);
  return installed;
}
