/** What the photo worker answers to a Blob. Types only. */
import type { Failure } from '#lib/failure/failure.ts';

export type PhotoAnswer =
  | { readonly kind: 'photo'; readonly bitmap: ImageBitmap }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'bug'; readonly error: unknown };
