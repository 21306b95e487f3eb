/** What a sample is shown as: its small picture, or its text. Types only. */
export interface PictureFaces {
  readonly kind: 'picture';
  /** Tells the URL as soon as it is known. Returns how to give it back. */
  show(id: string, listener: (url: string) => void): () => void;
}

export interface TextFaces {
  readonly kind: 'text';
  /** Undefined once the sample is gone. */
  textOf(id: string): string | undefined;
}

export type SampleFaces = PictureFaces | TextFaces;
