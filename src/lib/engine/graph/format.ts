/**
 * The compact form of every network of pictures: one JSON file of fused operations and one binary of
 * float16 weights. Made by `scripts/models/` from what the npm packages carry and by
 * `catalogue/convert/` from what a visitor installs; read by `load.ts`; run by `run.ts`. Activations
 * are NHWC float32, rows of numbers too: [batch, 1, 1, n]. Convolution filters are HWIO, depthwise
 * filters HWI1, as TensorFlow.js wants them; a dense layer is a convolution of one place.
 */
import type { FileEntry } from '#lib/cache/installed-model.ts';

export type Activation = 'linear' | 'relu' | 'relu6' | 'sigmoid';

/** Zeros around a map: as TensorFlow adds them, none, or [top, bottom, left, right]. */
export type Padding = 'same' | 'valid' | readonly [number, number, number, number];

/** A slice of the weights file. */
export interface Weight {
  readonly shape: readonly number[];
  /** Offset in float16 elements. */
  readonly at: number;
}

export type Op =
  | {
      readonly op: 'conv' | 'depthwise';
      readonly in: string;
      readonly out: string;
      readonly filter: Weight;
      readonly bias?: Weight;
      readonly stride: number;
      readonly pad: Padding;
      /** Steps between the places that a filter looks at; 1 where absent. */
      readonly dilation?: number;
      readonly activation: Activation;
    }
  /** Elementwise; of a product, one side may be [batch, 1, 1, channels]. */
  | { readonly op: 'add' | 'mul'; readonly in: readonly [string, string]; readonly out: string }
  /** Over channels. */
  | { readonly op: 'concat'; readonly in: readonly string[]; readonly out: string }
  /** Mean or largest over height and width, which stay as 1. */
  | { readonly op: 'mean' | 'max'; readonly in: string; readonly out: string }
  | {
      readonly op: 'max-pool' | 'average-pool';
      readonly in: string;
      readonly out: string;
      /** [height, width] */
      readonly window: readonly [number, number];
      readonly stride: number;
      readonly pad: 'same' | 'valid';
    }
  /** Zeros around a map: [top, bottom, left, right]. */
  | {
      readonly op: 'pad';
      readonly in: string;
      readonly out: string;
      readonly sides: readonly [number, number, number, number];
    }
  /** The same numbers in the same order; [height, width, channels]. */
  | {
      readonly op: 'reshape';
      readonly in: string;
      readonly out: string;
      readonly shape: readonly [number, number, number];
    }
  /** Over channels. */
  | { readonly op: 'softmax'; readonly in: string; readonly out: string }
  | {
      readonly op: 'activation';
      readonly in: string;
      readonly out: string;
      readonly activation: Exclude<Activation, 'linear'>;
    }
  /** Bilinear, corners not aligned, centres not halved (TensorFlow 1's `resize_bilinear`), or nearest. */
  | {
      readonly op: 'upsample';
      readonly in: string;
      readonly out: string;
      readonly factor: number;
      readonly method?: 'nearest';
    };

export interface Graph {
  readonly format: 'aprendiz-graph-1';
  readonly id: string;
  /** Name of the input activation: [batch, height, width, 3]. */
  readonly input: string;
  /** Value of a pixel p in 0..255 as the network wants it: p * scale + offset. */
  readonly scale: number;
  readonly offset: number;
  /** Sides the input may have: a multiple of this. */
  readonly multiple: number;
  /** The only side it can have, of a network that is made for one. */
  readonly side?: number;
  /** In an order that can be run. */
  readonly ops: readonly Op[];
  /** Names that callers may ask for, by purpose ("classes", "boxes", "embedding", …). */
  readonly outputs: Readonly<Record<string, string>>;
}

export interface IndexEntry {
  readonly id: string;
  readonly graph: FileEntry;
  readonly weights: FileEntry;
  /** Stands in for the weights while they are on the line: `draft.ts`. */
  readonly draft?: FileEntry;
}

/** A text model; what its files hold is `text/model/format.ts`'s. */
export interface TextEntry {
  readonly id: string;
  readonly model: FileEntry;
  readonly weights: FileEntry;
}

/** `models/index.json`: what `npm run models:prepare` made. */
export interface ModelIndex {
  readonly format: 'aprendiz-models-1';
  /** Hash of the packages' files, the text models and the preparing scripts: equal means nothing to do. */
  readonly recipe: string;
  readonly models: readonly IndexEntry[];
  readonly texts: readonly TextEntry[];
}
