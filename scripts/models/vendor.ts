/**
 * `npm run models:vendor -- <id>…`: fetches models that the catalogue knows by their public address into what the app
 * serves (`static/models/vendor/`, not committed), and records their hashes in `models/vendor.lock.json`. From then on
 * the app offers them from its own origin. `--list` tells which there are. All of it happens, or nothing.
 */
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as v from 'valibot';
import type { FileEntry } from '#lib/cache/installed-model.ts';
import { writtenEntrySchema } from '#lib/catalogue/entry-schema.ts';
import type { RemoteModel } from '#lib/catalogue/entry.ts';
import { writeCatalogue } from './catalogue/build.ts';
import { lockFile, readLock, type VendorLock } from './catalogue/vendored.ts';
import { defaultFolders, prepare } from './prepare.ts';
import { sha256 } from './write.ts';

export interface VendorOptions {
  /** `models/` */
  readonly models: string;
  /** `static/models/` */
  readonly served: string;
  readonly fetch?: typeof fetch;
}

interface Fetched {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const manifestSchema = v.object({
  weightsManifest: v.array(v.object({ paths: v.array(v.string()) })),
});

/** Ids of the models that say where they can be fetched, with the address. */
export function fetchable(models: string): Map<string, RemoteModel> {
  const found = new Map<string, RemoteModel>();
  for (const id of readdirSync(models).sort()) {
    const path = join(models, id, 'entry.json');
    if (!existsSync(path)) continue;
    const { remote } = v.parse(writtenEntrySchema, JSON.parse(readFileSync(path, 'utf8')));
    if (remote) found.set(id, remote);
  }
  return found;
}

/**
 * @returns the lock as it was written.
 * @throws Error with one plain sentence; then nothing has been changed.
 */
export async function vendor(
  ids: readonly string[],
  { models, served, fetch: get = fetch }: VendorOptions,
): Promise<VendorLock> {
  const known = fetchable(models);
  const unknown = ids.find((id) => !known.has(id));
  if (unknown !== undefined) {
    throw new Error(
      `${unknown} is no model that can be fetched; these are: ${[...known.keys()].join(', ')}.`,
    );
  }
  const lock = readLock(models);
  const fetched = new Map<string, Fetched[]>();
  for (const id of ids) {
    const remote = known.get(id)!;
    const files = await fetchModel(remote.url, get);
    checkHashes(id, files, remote, lock);
    fetched.set(id, files);
  }
  const entries = new Map<string, readonly FileEntry[]>();
  for (const [id, files] of fetched) entries.set(id, put(id, files, served));
  const next: VendorLock = {
    format: 'aprendiz-vendor-1',
    models: Object.fromEntries(
      Object.entries({
        ...lock.models,
        ...Object.fromEntries(
          [...entries].map(([id, files]) => [id, { from: known.get(id)!.url, files }]),
        ),
      }).sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  };
  writeFileSync(lockFile(models), `${JSON.stringify(next, null, 2)}\n`);
  return next;
}

async function fetchModel(url: string, get: typeof fetch): Promise<Fetched[]> {
  const json = await fetchBytes(url, get);
  const checked = v.safeParse(manifestSchema, parse(json, url));
  if (!checked.success)
    throw new Error(`${url} is not a TensorFlow.js model; nothing was changed.`);
  const files: Fetched[] = [{ name: 'model.json', bytes: json }];
  const names = checked.output.weightsManifest.flatMap(({ paths }) => paths.map(lastOf));
  for (const name of new Set(names)) {
    const beside = new URL(encodeURIComponent(name), url);
    // Some hosts want to be told the format each time.
    beside.search = new URL(url).search;
    files.push({ name, bytes: await fetchBytes(beside.href, get) });
  }
  return files;
}

async function fetchBytes(url: string, get: typeof fetch): Promise<Uint8Array> {
  let response: Response;
  try {
    response = await get(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Error(`${new URL(url).host} could not be reached; nothing was changed.`);
  }
  throw new Error(`${url} answered ${response.status}; nothing was changed.`);
}

/** What was seen once must stay the same: by the entry, or by the lock. */
function checkHashes(
  id: string,
  files: readonly Fetched[],
  remote: RemoteModel,
  lock: VendorLock,
): void {
  const locked = lock.models[id]?.files.map(({ file, sha256 }) => [lastOf(file), sha256] as const);
  const wanted = { ...remote.sha256, ...Object.fromEntries(locked ?? []) };
  for (const { name, bytes } of files) {
    const hash = wanted[name];
    if (hash === undefined || hash === sha256(bytes)) continue;
    throw new Error(
      `${name} of ${id} is not the file it was (sha256 ${sha256(bytes).slice(0, 8)}, not ${hash.slice(0, 8)}); ` +
        `nothing was changed. If that is meant, take ${id} out of models/vendor.lock.json.`,
    );
  }
}

function put(id: string, files: readonly Fetched[], served: string): FileEntry[] {
  const folder = join(served, 'vendor', id);
  const draft = `${folder}.part`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(draft, name), bytes);
  rmSync(folder, { recursive: true, force: true });
  renameSync(draft, folder);
  return files.map(({ name, bytes }) => ({
    file: `vendor/${id}/${name}`,
    bytes: bytes.byteLength,
    sha256: sha256(bytes),
  }));
}

/** A file name and nothing else, whatever was written. */
function lastOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  if (!/^[\w][\w.-]*$/.test(name)) throw new Error(`${JSON.stringify(path)} is no name of a file.`);
  return name;
}

function parse(bytes: Uint8Array, url: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new Error(
      `${url} gave a page instead of a model (a sign-in page?); nothing was changed.`,
    );
  }
}

async function main(args: readonly string[]): Promise<void> {
  const { texts: models, models: served } = defaultFolders;
  if (args.length === 0 || args.includes('--list')) {
    const list = [...fetchable(models)].map(([id, { url }]) => `${id}  ${url}`);
    console.log(list.join('\n') || 'No model of the catalogue has a public address.');
    return;
  }
  await prepare();
  const { models: all } = await vendor(args, { models, served });
  writeCatalogue(models, served);
  for (const id of args) {
    const bytes = all[id]?.files.reduce((sum, file) => sum + file.bytes, 0) ?? 0;
    console.log(
      `${id}: ${(bytes / 1e6).toFixed(1)} MB; the next build offers it from its own address.`,
    );
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
}
