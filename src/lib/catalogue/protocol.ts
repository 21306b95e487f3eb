/** Calls of the worker that keeps models (role `models`): it downloads, converts, hashes and packs. Types only. */
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import type { CatalogueEntry } from './entry.ts';

export interface Transfer {
  readonly stage: 'download' | 'convert' | 'verify' | 'store';
  /** Bytes, of all files of the call together. */
  readonly loaded: number;
  readonly total: number;
}

// A type alias, so that it is assignable to the engine's `Calls`.
export type ModelCalls = {
  /** Built-in: its files into the cache. Fetchable: downloaded, converted, kept. Resumes what was begun. */
  install: {
    request: { entry: CatalogueEntry; baseUrl: string };
    update: never;
    progress: Transfer;
    result: { installed: InstalledModel | undefined };
  };
  /** A TensorFlow.js model by its files or one zip, or at an address of an allowed host. */
  bring: {
    request: { from: { files: readonly File[] } | { url: string }; name: string };
    update: never;
    progress: Transfer;
    result: { installed: InstalledModel };
  };
  /** Takes a model off the device; what another one still needs stays. Can be undone by `install`. */
  remove: {
    request: { id: string };
    update: never;
    progress: never;
    result: { freedBytes: number };
  };
  /** Hashes what is kept again. */
  verify: {
    request: { files: readonly FileEntry[] };
    update: never;
    progress: Transfer;
    result: { missing: readonly FileEntry[]; broken: readonly FileEntry[] };
  };
  /** Everything kept, as one file for the next device. */
  pack: {
    request: { ids: readonly string[] | 'all'; baseUrl: string };
    update: never;
    progress: Transfer;
    result: { file: Blob };
  };
  unpack: {
    request: { file: Blob };
    update: never;
    progress: Transfer;
    result: { added: readonly string[]; known: readonly string[] };
  };
};
