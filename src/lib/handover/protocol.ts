/** What the page and the worker that reads codes say to each other. Types only. */
export interface ToReader {
  /** Transferred; the worker closes it. */
  readonly frame: ImageBitmap;
}

/** One for each frame. */
export interface FromReader {
  /** What the code in the frame held; absent where none was found. */
  readonly code?: Uint8Array<ArrayBuffer>;
}
