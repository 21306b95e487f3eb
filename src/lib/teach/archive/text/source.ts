/** A text model on its way out: what a text becomes, and the head on top of it. Types only. */
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { Head } from '../../heads/head.ts';
import type { Bag } from '../../trainer/tail.ts';

/** What stands below a head. */
export type TextBelow =
  | {
      readonly kind: 'model';
      readonly file: TextModelFile;
      /** What `file` points into. */
      readonly bytes: ArrayBuffer;
      /** To unit length, as the trunk's embeddings are. */
      readonly scaled: boolean;
    }
  | { readonly kind: 'bag'; readonly bag: Bag };

export interface TextSource {
  readonly name: string;
  /** For people, in the order of `head.classes`. */
  readonly labels: readonly string[];
  readonly below: TextBelow;
  readonly head: Head;
}
