/** Takes in a pack that another device has made. Nothing of it is believed: every file is hashed, every graph checked. */
import * as v from 'valibot';
import { keepFile } from '#lib/cache/files.ts';
import { missingFiles } from '#lib/cache/fill.ts';
import { filesOf, installedModels, keepInstalled } from '#lib/cache/installed.ts';
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import { ensureRoom } from '#lib/cache/room.ts';
import { sha256 } from '#lib/cache/sha256.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { ZipReader } from '#lib/storage/zip/zip-reader.ts';
import type { CatalogueEntry } from '../entry.ts';
import { loadCatalogue } from '../load-catalogue.ts';
import type { ModelCalls } from '../protocol.ts';
import { checkInstalled } from './check-installed.ts';
import type { KeepingOptions } from './options.ts';
import { fileName, manifestName, manifestSchema, packLimits, packVersion } from './pack-format.ts';

type Unpack = ModelCalls['unpack'];
type Manifest = v.InferOutput<typeof manifestSchema>;

/**
 * What was taken in before something failed stays: each model is whole or not there.
 * @throws FailureError `archive-…` of the zip, `archive-unknown` (no pack), `archive-newer`, `model-corrupt`,
 *   `model-unsupported`, `model-too-large`, and those of storage; the signal's reason
 */
export async function unpack(
  { file, baseUrl }: Unpack['request'],
  { signal, tell }: KeepingOptions,
): Promise<Unpack['result']> {
  const zip = await ZipReader.open(file, packLimits);
  const manifest = await readManifest(zip);
  const { entries } = await loadCatalogue(baseUrl);
  const entryOf = new Map(entries.map((entry) => [entry.id, entry]));
  const builtIn = ours(manifest, entries);
  const here = new Map((await installedModels()).map((model) => [model.id, model]));
  const news = manifest.installed.filter((model) => !isSame(model, here.get(model.id)));
  const wanted = [...builtIn.flatMap(({ files }) => files), ...news.flatMap(filesOf)];
  const missing = new Set((await missingFiles(wanted)).map((each) => each.sha256));
  const total = bytesOf(wanted);
  await ensureRoom(bytesOf(wanted.filter((each) => missing.has(each.sha256))));

  let loaded = 0;
  const read = async (entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> => {
    signal.throwIfAborted();
    const packed = zip.find(fileName(entry.sha256));
    if (packed?.originalSize !== entry.bytes) throw new FailureError('model-corrupt', entry.file);
    const bytes = await zip.read(packed);
    if ((await sha256(bytes.buffer)) !== entry.sha256) {
      throw new FailureError('model-corrupt', entry.file);
    }
    loaded += entry.bytes;
    tell({ stage: 'verify', loaded, total });
    return bytes;
  };
  const added: string[] = [];
  const known = manifest.installed.filter((model) => !news.includes(model)).map(({ id }) => id);
  for (const { id, files } of builtIn) {
    const lacking = files.filter((each) => missing.has(each.sha256));
    for (const each of lacking) await keepFile(each.sha256, new Blob([await read(each)]));
    (lacking.length > 0 ? added : known).push(id);
  }
  for (const model of news) {
    const contents = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const each of filesOf(model)) contents.set(each.sha256, await read(each));
    const checked = checkInstalled(model, contents, entryOf.get(model.id));
    const blobs = [...contents].map(([sha, bytes]) => [sha, new Blob([bytes])] as const);
    await keepInstalled({ ...checked, installedAt: Date.now() }, new Map(blobs));
    added.push(model.id);
  }
  return { added, known };
}

async function readManifest(zip: ZipReader): Promise<Manifest> {
  const entry = zip.find(manifestName);
  if (!entry) throw new FailureError('archive-unknown', `no ${manifestName}`);
  if (entry.originalSize > 4 * 2 ** 20) throw new FailureError('archive-too-large', manifestName);
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder().decode(await zip.read(entry)));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new FailureError('archive-damaged', manifestName);
  }
  const versioned = v.safeParse(v.object({ version: v.number() }), data);
  if (versioned.success && versioned.output.version > packVersion) {
    throw new FailureError('archive-newer', `version ${versioned.output.version}`);
  }
  const checked = v.safeParse(manifestSchema, data);
  if (checked.success) return checked.output;
  throw new FailureError('archive-damaged', v.summarize(checked.issues));
}

/** The networks that this version of the app has too; others would never be used here. */
function ours({ builtIn }: Manifest, entries: readonly CatalogueEntry[]): Manifest['builtIn'] {
  const hashes = new Set(
    entries
      .filter(({ origin }) => origin === 'built-in')
      .flatMap(({ files }) => files.map((each) => each.sha256)),
  );
  return builtIn.filter(({ files }) => files.every((each) => hashes.has(each.sha256)));
}

const isSame = (a: InstalledModel, b: InstalledModel | undefined) =>
  b !== undefined && a.graph.sha256 === b.graph.sha256 && a.weights.sha256 === b.weights.sha256;

const bytesOf = (files: readonly FileEntry[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
