/** Where small pictures of samples come from. Types only. */
export interface ThumbnailSource {
  /** Tells the URL as soon as it is known. Returns how to give it back. */
  show(id: string, listener: (url: string) => void): () => void;
}
