/**
 * Models of one device as one file for the next: a line that names the format, the length of a JSON list,
 * the list, then the files one after the other. Everything in it is as strange as its sender, so the
 * list is read with limits and every file is hashed.
 */
import { FailureError } from '#lib/failure/failure.ts';
import type { FileEntry, InstalledModel } from './installed-model.ts';
import { filesOf } from './installed.ts';

export const packMagic = 'aprendiz-models-pack 1\n';
const magicStart = 'aprendiz-models-pack ';
export const packType = 'application/octet-stream';

export interface PackList {
  /** In the order in which they follow. */
  readonly files: readonly FileEntry[];
  readonly models: readonly InstalledModel[];
}

const mostListBytes = 4 * 1024 * 1024;
const mostFiles = 1_000;
const lengthBytes = 4;

/** The first bytes of a pack. */
export function packHead(list: PackList): Blob {
  const json = new TextEncoder().encode(JSON.stringify(list));
  const length = new DataView(new ArrayBuffer(lengthBytes));
  length.setUint32(0, json.byteLength, true);
  return new Blob([packMagic, length.buffer, json]);
}

/**
 * Reads the list of a pack and compares it with the file's length, before any of it is believed.
 * @returns where each file lies.
 * @throws FailureError `pack-unknown` (something else, or what no pack of ours holds: too much, paths,
 *   a file twice), `archive-newer`, `archive-damaged`
 */
export async function readPackList(
  pack: Blob,
): Promise<PackList & { readonly contents: ReadonlyMap<string, Blob> }> {
  const start = packMagic.length + lengthBytes;
  const head = await pack.slice(0, start).arrayBuffer();
  const magic = new TextDecoder('latin1').decode(head.slice(0, packMagic.length));
  if (!magic.startsWith(magicStart)) throw new FailureError('pack-unknown', 'no pack');
  if (magic !== packMagic) throw new FailureError('archive-newer', magic);
  if (head.byteLength < start) throw new FailureError('archive-damaged', 'cut in its head');
  const listBytes = new DataView(head).getUint32(packMagic.length, true);
  if (listBytes > mostListBytes) throw new FailureError('pack-unknown', `list of ${listBytes}`);
  const list = parseList(await pack.slice(start, start + listBytes).text());
  const contents = new Map<string, Blob>();
  let at = start + listBytes;
  for (const { sha256, bytes } of list.files) {
    contents.set(sha256, pack.slice(at, at + bytes));
    at += bytes;
  }
  if (at !== pack.size) throw new FailureError('archive-damaged', `${pack.size} of ${at} bytes`);
  return { ...list, contents };
}

function parseList(text: string): PackList {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FailureError('archive-damaged', String(error));
  }
  const { files, models } = asObject(value);
  if (!Array.isArray(files) || !Array.isArray(models)) throw strange('its list is none');
  if (files.length > mostFiles || models.length > mostFiles) {
    throw strange(`${files.length} files, ${models.length} models`);
  }
  const list = { files: files.map(asFile), models: models.map(asModel) };
  const hashes = new Set(list.files.map(({ sha256 }) => sha256));
  if (hashes.size < files.length) throw strange('a file twice');
  if (new Set(list.models.map(({ id }) => id)).size < models.length) throw strange('a model twice');
  const lost = list.models.flatMap(filesOf).find(({ sha256 }) => !hashes.has(sha256));
  if (lost) throw new FailureError('archive-damaged', `without ${lost.file}`);
  return list;
}

/** Folders and names as the models folder has them: nothing that leads out of it. */
const path = /^(?!.*\.\.)[\w@-][\w.@-]*(\/[\w@-][\w.@-]*){0,3}$/;
const id = /^[\w-][\w.-]{0,99}$/;
const hash = /^[0-9a-f]{64}$/;

function asFile(value: unknown): FileEntry {
  const { file, bytes, sha256 } = asObject(value);
  const isRight =
    typeof file === 'string' &&
    file.length <= 200 &&
    path.test(file) &&
    Number.isSafeInteger(bytes) &&
    (bytes as number) >= 0 &&
    typeof sha256 === 'string' &&
    hash.test(sha256);
  if (!isRight) throw strange(`file ${String(file).slice(0, 80)}`);
  return { file, bytes: bytes as number, sha256 };
}

function asModel(value: unknown): InstalledModel {
  const row = asObject(value);
  const isRight =
    typeof row['id'] === 'string' &&
    id.test(row['id']) &&
    Number.isFinite(row['installedAt']) &&
    Number.isFinite(row['usedAt']);
  if (!isRight) throw strange(`model ${String(row['id']).slice(0, 80)}`);
  return {
    id: row['id'] as string,
    graph: asFile(row['graph']),
    weights: asFile(row['weights']),
    ...(row['labels'] !== undefined && { labels: asFile(row['labels']) }),
    entry: row['entry'],
    installedAt: row['installedAt'] as number,
    usedAt: row['usedAt'] as number,
  };
}

function asObject(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw strange('its list holds no objects');
  return value as Record<string, unknown>;
}

const strange = (detail: string) => new FailureError('pack-unknown', detail);
