/** Calls of the worker that keeps models (role `models`): it downloads, converts, hashes and packs. Types only. */
import type { FileEntry, InstalledModel } from '#lib/cache/installed-model.ts';
import type { CatalogueEntry } from './entry.ts';

export interface Transfer {
  readonly stage: 'download' | 'convert' | 'verify' | 'store';
  /** Bytes, of all files of the call together. */
  readonly loaded: number;
  /** 0 where nobody knows. */
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
  /** A TensorFlow.js model by its files or one zip, or by the address of its `model.json` on one of `hosts`. */
  bring: {
    request: { from: { files: readonly File[] } | { url: string }; hosts: readonly string[] };
    update: never;
    progress: Transfer;
    result: { installed: InstalledModel };
  };
  /** Takes a model off the device; what another one still needs stays. */
  remove: {
    request: { id: string; baseUrl: string };
    update: never;
    progress: never;
    result: { freedBytes: number };
  };
  /** Hashes what is kept again. What is broken is deleted, so that it can be fetched again. */
  verify: {
    request: { files: readonly FileEntry[] };
    update: never;
    progress: Transfer;
    result: { missing: readonly FileEntry[]; broken: readonly FileEntry[] };
  };
  /** What is kept of these models, as one file for the next device. */
  pack: {
    request: { ids: readonly string[] | 'all'; baseUrl: string };
    update: never;
    progress: Transfer;
    result: { file: Blob };
  };
  /** Ids of what is new here, and of what was here already. */
  unpack: {
    request: { file: Blob; baseUrl: string };
    update: never;
    progress: Transfer;
    result: { added: readonly string[]; known: readonly string[] };
  };
};
