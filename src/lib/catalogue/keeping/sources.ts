/** Where the files of a model come from: chosen files, one zip, or an address. */
import type { FileOf } from '../convert/convert-model.ts';
import { downloadLock, withPatientLock } from '#lib/cache/locks.ts';
import { fetchResumable } from '#lib/cache/resumable.ts';
import { countParts, dropParts } from '#lib/cache/unfinished.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { ZipReader, type ZipLimits } from '#lib/storage/zip/zip-reader.ts';
import type { KeepingOptions } from './options.ts';

export interface ModelSource {
  readonly fileOf: FileOf;
  /** What it may be called where nobody says: a folder, a zip, a part of an address. */
  readonly name: string;
  /** When it is kept, what helped to bring it may go. */
  readonly finish: () => Promise<void>;
}

/** Half a gigabyte of weights, and as many files as shards are cut into. */
const zipLimits: ZipLimits = {
  entries: 5_000,
  bytes: 512 * 2 ** 20,
  ratio: 200,
  ratioFrom: 32 * 2 ** 20,
};
const mostBytes = 512 * 2 ** 20;

/** @throws FailureError `archive-…` of a zip; `model-too-large` */
export async function sourceOfFiles(files: readonly File[]): Promise<ModelSource> {
  const finish = () => Promise.resolve();
  const [only] = files;
  if (only && files.length === 1 && (await isZip(only))) {
    const zip = await ZipReader.open(only, zipLimits);
    const byDepth = zip.entries.toSorted((a, b) => depthOf(a.name) - depthOf(b.name));
    const fileOf: FileOf = (name) => {
      const entry = byDepth.find((each) => lastOf(each.name) === name);
      return entry && zip.read(entry);
    };
    return { fileOf, finish, name: only.name.replace(/\.\w+$/, '') };
  }
  if (files.reduce((sum, { size }) => sum + size, 0) > mostBytes) {
    throw new FailureError('model-too-large', 'larger than half a gigabyte');
  }
  const fileOf: FileOf = (name) => {
    const file = files.find((each) => each.name === name);
    return file?.arrayBuffer().then((buffer) => new Uint8Array(buffer));
  };
  // Only a chosen folder has one, and not in every environment.
  const { webkitRelativePath: path } = (only ?? {}) as { webkitRelativePath?: string };
  return { fileOf, finish, name: path?.split('/').at(-2) ?? '' };
}

/**
 * @param url of its `model.json`; the others are looked for beside it, whatever it says of them.
 * @param known what is known beforehand: bytes of all files together, hashes by name.
 */
export function sourceOfAddress(
  url: string,
  { signal, tell }: KeepingOptions,
  known: { bytes: number; sha256?: Readonly<Record<string, string>> | undefined },
): ModelSource {
  const fetched = new Map<string, number>();
  const settling: Promise<void>[] = [];
  const addressOf = (name: string) => {
    const address = new URL(encodeURIComponent(name), url);
    address.search = new URL(url).search;
    return name === lastOf(new URL(url).pathname) ? url : address.href;
  };
  const fileOf: FileOf = async (name) => {
    const address = addressOf(name);
    const hash = known.sha256?.[name];
    const onBytes = (bytes: number) => {
      fetched.set(address, bytes);
      const loaded = [...fetched.values()].reduce((sum, each) => sum + each, 0);
      tell({ stage: 'download', loaded, total: known.bytes && Math.max(known.bytes, loaded) });
    };
    const source = { url: address, key: address, ...(hash !== undefined && { sha256: hash }) };
    const { bytes, settled } = await withPatientLock(
      downloadLock(address),
      () => fetchResumable(source, { onBytes, signal, mostBytes }),
      () => countParts(address),
      signal,
    );
    settling.push(settled);
    return new Uint8Array(bytes);
  };
  const name = new URL(url).pathname.split('/').at(-2) ?? '';
  const finish = async () => {
    await Promise.all(settling);
    for (const address of fetched.keys()) await dropParts(address);
  };
  return { fileOf, finish, name };
}

/** By its bytes: a name proves nothing. */
async function isZip(file: File): Promise<boolean> {
  const [p, k] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return p === 0x50 && k === 0x4b;
}

const lastOf = (path: string) => path.split('/').at(-1) ?? '';
const depthOf = (path: string) => path.split('/').length;
