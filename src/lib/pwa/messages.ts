/** What the page and its service worker say to each other. Types and plain names only: both sides import it. */
export type ToServiceWorker =
  /** Answered with {@link Readiness}. */
  | { type: 'readiness' }
  /** Fetches what is missing, and what is named again; then answers with {@link Readiness}. */
  | { type: 'repair'; broken?: readonly string[] }
  /** Answered with {@link KeptFiles}. */
  | { type: 'files' }
  /**
   * From now on this page and its workers get what the caches hold and nothing else, as if the network were
   * gone; for so long at most. Answered with {@link Sealing} `sealed`.
   */
  | { type: 'seal'; limitMs: number }
  /** The network is there again. Answered with {@link Sealing}. */
  | { type: 'release' }
  /** Serves all pages that there are. */
  | { type: 'claim' }
  /** workbox-window's own word for "take over now". */
  | { type: 'SKIP_WAITING' };

/** What is really in the cache, file by file. */
export interface Readiness {
  /** How many files the app consists of. */
  readonly count: number;
  readonly bytes: number;
  /** Addresses that are not in the cache; empty when flight mode changes nothing. */
  readonly missing: readonly string[];
  /** Of the service worker that answered; see {@link KeptFiles}. */
  readonly version: string;
}

/** Where each file of the app lies in the browser's cache. */
export interface KeptFiles {
  readonly cacheName: string;
  readonly files: readonly { readonly url: string; readonly key: string }[];
  /** SHA-256 of {@link fileHashesUrl}, and with it the name of this version. */
  readonly version: string;
}

export type Sealing =
  | { readonly kind: 'sealed' }
  /** What was asked for in vain meanwhile. */
  | { readonly kind: 'released'; readonly refused: readonly string[] }
  /** No seal was on any more: its time was over, or the service worker had been stopped meanwhile. */
  | { readonly kind: 'lost' };

/** The SHA-256 of every other file of the app, by its address: written by scripts/build-service-worker.ts. */
export const fileHashesUrl = 'file-hashes.json';
export type FileHashes = Readonly<Record<string, string>>;

/** One file of the app, as scripts/build-service-worker.ts lists it. */
export interface PrecacheEntry {
  readonly url: string;
  /** Null where the address itself changes with the content. */
  readonly revision: string | null;
}

/** Every file of the app. One size for all: five hundred sizes would make a tenth of the service worker. */
export interface PrecacheList {
  readonly entries: PrecacheEntry[];
  readonly bytes: number;
}

export const sharedPhotoCache = 'aprendiz-shared-photo';
export const sharedPhotoKey = './shared-photo';
/** Name of the form field in the manifest's share_target. */
export const sharedPhotoField = 'photo';
