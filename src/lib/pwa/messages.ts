/** What the page and its service worker say to each other. Types and plain names only: both sides import it. */
export type ToServiceWorker =
  /** Answered with {@link Readiness}. */
  | { type: 'readiness' }
  /** Fetches what is missing, then answers with {@link Readiness}. */
  | { type: 'repair' }
  /** workbox-window's own word for "take over now". */
  | { type: 'SKIP_WAITING' };

/** What is really in the cache, file by file. */
export interface Readiness {
  /** How many files the app consists of. */
  readonly count: number;
  readonly bytes: number;
  /** Addresses that are not in the cache; empty when flight mode changes nothing. */
  readonly missing: readonly string[];
}

/** One file of the app, as scripts/build-service-worker.ts lists it. */
export interface PrecacheEntry {
  readonly url: string;
  /** Absent where the name already carries a hash. */
  readonly revision: string | null;
  readonly bytes: number;
}

export const sharedPhotoCache = 'aprendiz-shared-photo';
export const sharedPhotoKey = './shared-photo';
/** Name of the form field in the manifest's share_target. */
export const sharedPhotoField = 'photo';
