/**
 * What a run trains below its head: new weights for the end of one of the trunk's networks, a small
 * network of its own, a text model of its own, or a list of words. Plain arrays, so that they travel
 * to any worker and any backend. Types only.
 */
import type { Graph } from '#lib/engine/graph/format.ts';
import type { TextModelFile } from '#lib/text/model/format.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';

export interface TailWeight {
  /** Its place in the graph, see `Weight` in engine/graph/format.ts. */
  readonly at: number;
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

export type Tail = PictureTail | TextTail;

export type PictureTail =
  | {
      readonly kind: 'fine-tune';
      /** Index of the trunk's network whose last blocks these weights replace. */
      readonly network: number;
      readonly weights: readonly TailWeight[];
    }
  | {
      readonly kind: 'cnn';
      /** Its output `embedding` is [1, 1, 1, channels]. */
      readonly graph: Graph;
      readonly input: InputSpec;
      readonly weights: readonly TailWeight[];
    };

export type TextTail =
  | {
      /** Of `lstm` and `fine-tune`: a whole text model in the form of those that ship. */
      readonly kind: 'text-model';
      /** Without labels: its last vector is what the head takes. */
      readonly file: TextModelFile;
      /** What `file` points into. */
      readonly weights: ArrayBuffer;
    }
  | { readonly kind: 'bag-of-words'; readonly bag: Bag };

/** The words that a bag counts; its embedding is described in `text/bag.ts`. */
export interface Bag {
  /** Lower case; a pair is two words with a blank between them. */
  readonly terms: readonly string[];
  /** One for each term: ln((1 + texts) ÷ (1 + texts with it)) + 1. */
  readonly rarity: Float32Array<ArrayBuffer>;
  readonly pairs: boolean;
}
