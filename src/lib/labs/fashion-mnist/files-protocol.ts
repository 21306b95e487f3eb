/** What the page and the worker of the files say to each other. Types only. */
import type { Failure } from '#lib/failure/failure.ts';

export type FilesQuestion =
  | { readonly kind: 'look' }
  /** Goes on where it stopped. */
  | { readonly kind: 'fetch' }
  | { readonly kind: 'cancel' }
  | { readonly kind: 'take'; readonly files: readonly File[] };

export type FilesAnswer =
  | { readonly kind: 'state'; readonly here: boolean; readonly total: number }
  | { readonly kind: 'progress'; readonly loaded: number; readonly total: number }
  | { readonly kind: 'failed'; readonly failure: Failure };
