/** What the page and the capture worker tell each other. Types only. */
import type { Failure } from '#lib/failure/failure.ts';
import type { PictureQuality } from '#lib/storage/project-rows.ts';

/** Pictures are kept as JPEG; drawings as PNG, whose edges and flat colour JPEG would smear. */
export type PictureFormat = 'jpeg' | 'png';

export interface CaptureRequest {
  readonly id: number;
  /** A frame is transferred and closed by the worker; a file is read and decoded there. */
  readonly source: ImageBitmap | Blob;
  readonly format: PictureFormat;
}

/** A picture as it is kept, with everything measured about it. */
export interface Captured {
  readonly picture: Blob;
  readonly thumbnail: Blob;
  /** Pixels of `picture`. */
  readonly width: number;
  readonly height: number;
  /** See difference-hash.ts. */
  readonly hash: string;
  readonly quality: PictureQuality;
}

export interface Shot {
  readonly captured: Captured;
  /** Coarse colours, for telling a still scene from a changing one while recording; see tones.ts. */
  readonly tones: Uint8Array<ArrayBuffer>;
}

export type CaptureAnswer = { readonly id: number } & (
  | ({ readonly kind: 'captured' } & Shot)
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'bug'; readonly error: unknown }
);
