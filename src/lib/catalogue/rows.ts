/** What a row of the Models page says, from the catalogue and from what is kept on this device. Pure. */
import { filesOf } from '#lib/cache/installed.ts';
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import type { CatalogueEntry, ModelState } from './entry.ts';
import type { Transfer } from './protocol.ts';

/** What lies on this device. */
export interface Kept {
  /** Hashes of whole files. */
  readonly files: ReadonlySet<string>;
  readonly models: readonly InstalledModel[];
}

export const nothingKept: Kept = { files: new Set(), models: [] };

/** A download under way, here or in another tab. */
export interface Arriving {
  /** Undefined while it waits for its turn. */
  readonly transfer?: Transfer | undefined;
  readonly elsewhere: boolean;
}

export interface ModelRow {
  readonly entry: CatalogueEntry;
  readonly state: ModelState;
  /** On this device if it is here, otherwise to be fetched. */
  readonly bytes: number;
  readonly files: readonly FileEntry[];
  readonly installed?: InstalledModel | undefined;
  readonly arriving?: Arriving | undefined;
}

export type Section = 'here' | 'fetchable' | 'own';

/** Rows in the order of the catalogue, the visitor's own last, the newest of them first. */
export function rowsOf(
  entries: readonly CatalogueEntry[],
  kept: Kept,
  arriving: ReadonlyMap<string, Arriving> = new Map(),
): ModelRow[] {
  const installedOf = new Map(kept.models.map((model) => [model.id, model]));
  const known = new Set(entries.map(({ id }) => id));
  const own = kept.models
    .filter(({ id }) => !known.has(id))
    .sort((a, b) => b.installedAt - a.installedAt)
    // Checked by the worker that kept it.
    .map(({ entry }) => entry as CatalogueEntry);
  return [...entries, ...own].map((entry) =>
    rowOf(entry, installedOf.get(entry.id), kept, arriving.get(entry.id)),
  );
}

function rowOf(
  entry: CatalogueEntry,
  installed: InstalledModel | undefined,
  kept: Kept,
  arriving: Arriving | undefined,
): ModelRow {
  const files = installed ? filesOf(installed) : entry.origin === 'built-in' ? entry.files : [];
  const isHere = files.length > 0 && files.every(({ sha256 }) => kept.files.has(sha256));
  return {
    entry,
    state: stateOf(isHere, installed !== undefined, arriving !== undefined),
    bytes: files.length > 0 ? bytesOf(files) : entry.bytes,
    files,
    installed,
    arriving,
  };
}

function stateOf(isHere: boolean, isInstalled: boolean, isArriving: boolean): ModelState {
  if (isArriving) return 'downloading';
  if (isHere) return 'installed';
  // It says that it is here, and its files are not.
  return isInstalled ? 'broken' : 'available';
}

export function sectionOf({ entry, state }: ModelRow): Section {
  if (entry.origin === 'own') return 'own';
  return state === 'installed' ? 'here' : 'fetchable';
}

/** Bytes of these rows on this device; a file that several need is counted once. */
export function bytesHere(rows: readonly ModelRow[]): number {
  const here = rows.filter(({ state }) => state === 'installed').flatMap(({ files }) => files);
  return bytesOf([...new Map(here.map((file) => [file.sha256, file])).values()]);
}

const bytesOf = (files: readonly FileEntry[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);
