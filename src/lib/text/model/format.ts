/**
 * The compact form in which text models are kept and served: `models/<id>/weights/model.json` beside
 * `weights.bin`, written by the recipes (`scripts/models/text/pack.py`, or by the trainer for a
 * project's own), read by `load.ts`. Types only.
 *
 * A model is: text → rows of one embedding table → recurrent layers → pooling → dense layers → scores.
 */
import type { Cell } from '#lib/engine/kernels/recurrent.ts';

/** A slice of `weights.bin`, row-major. */
export type TextWeight = {
  readonly shape: readonly number[];
  /** Offset in bytes, a multiple of 4. */
  readonly at: number;
} & (
  | { readonly type: 'float32' | 'float16' }
  /** One byte a value: min + byte · step of its row (along the first axis). */
  | {
      readonly type: 'uint8';
      /** Offset in bytes of float32 pairs (min, step), one for each row. */
      readonly ranges: number;
    }
);

/**
 * Every text is first made plain, in this order (`scripts/models/text/plain.py` does the same):
 * 1. What is not seen goes: `\p{Cc}`, `\p{Cf}` and lone surrogates (NUL, zero-width characters, soft
 *    hyphens, marks of direction), but not white space; and a joiner (U+200D) stays where the character
 *    kept before it and the one after it are both pictorial: U+2190–2BFF, U+FE0F or U+1F000–1FAFF.
 * 2. NFC.
 * 3. Each run of white space, `[\t-\r\u0085\p{Z}]+`, becomes one blank; nothing is trimmed: what is
 *    typed last counts.
 * 4. Where asked, lower case, one code point at a time (so that a final sigma does not hang on what
 *    follows, and a prefix keeps its rows).
 */
interface Plain {
  readonly lowerCase: boolean;
}

/**
 * One token for each character (code point) of the plain text. Row 0 is padding, row 1 a character
 * nobody knows. A text without tokens has rows [] and sees states of 0.
 */
export interface CharacterUnits extends Plain {
  readonly kind: 'characters';
  /** Its n-th code point has row n + 2. */
  readonly alphabet: string;
  /** Code points outside the alphabet, by range: first, last, row. Looked up in order. */
  readonly ranges: readonly (readonly [first: number, last: number, row: number])[];
}

/**
 * One token for each word, number, mark or emoji: each match of `pattern` in the plain text, a JavaScript
 * regular expression with flags `gu` (`scripts/models/text/words.py` has the usual one and says what it
 * takes for a word). The vector of a token is the mean of its rows: its own, where `words` has it, then
 * those of its hashed n-grams, repeated ones as often as they occur.
 * Row 0 is padding; row r + 1 is `words[r]`; then come `buckets` rows of n-grams: row
 * 1 + words.length + fnv1a32(utf8(n-gram)) mod buckets, for every n-gram of `<token>` with its angle
 * brackets, the shortest first, from left to right. Without buckets, a token that `words` lacks has row 0.
 * A word that is known keeps its n-grams: its own row is what the mean lacks to the vector it learned.
 */
export interface WordUnits extends Plain {
  readonly kind: 'words';
  readonly pattern: string;
  readonly words: readonly string[];
  readonly buckets: number;
  /** Lengths of the n-grams in code points, from first to last. */
  readonly grams: readonly [first: number, last: number];
}

export type Units = CharacterUnits | WordUnits;

export interface RecurrentPart {
  readonly cell: Cell;
  readonly units: number;
  /** `both`: one cell each way, outputs side by side (forward first). */
  readonly direction: 'forward' | 'both';
  readonly weights: readonly {
    readonly kernel: TextWeight;
    readonly recurrent: TextWeight;
    readonly bias: TextWeight;
  }[];
}

/**
 * From outputs [steps, units] to one vector; every kind can be carried on from step to step.
 * `last`: the final state · `mean` · `max` · `mean-max`: both, side by side · `attention`: the mean
 * weighted by exp(outputs · query).
 */
export type Pooling =
  | { readonly kind: 'last' | 'mean' | 'max' | 'mean-max' }
  | { readonly kind: 'attention'; readonly query: TextWeight };

export interface DensePart {
  /** [inputs, outputs] */
  readonly kernel: TextWeight;
  readonly bias: TextWeight;
  readonly activation: 'none' | 'relu' | 'tanh';
}

export interface TextModelFile {
  readonly format: 'aprendiz-text-1';
  readonly id: string;
  readonly units: Units;
  /** Tokens beyond this are read in windows of their own. */
  readonly window: number;
  /** [rows, columns] */
  readonly embedding: TextWeight;
  readonly recurrent: readonly RecurrentPart[];
  readonly pooling: Pooling;
  readonly dense: readonly DensePart[];
  /** Stable ids of the answers in the order of the last dense layer; empty for an encoder. */
  readonly labels: readonly string[];
  /** Scores are softmax(logits / temperature). */
  readonly temperature: number;
}
