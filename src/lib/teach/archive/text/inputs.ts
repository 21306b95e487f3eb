/**
 * From a text to what an exported layers model takes. Bundled into the export as `tokenize.js`, where
 * it runs by itself. Pure.
 */
import type { Units } from '#lib/text/model/format.ts';
import { tokenizerOf } from '#lib/text/units/tokens.ts';
import { BagReader } from '../../trainer/text/bag.ts';

/** As `tokenizer.json` has it. */
export type TokenizerFile =
  | {
      readonly format: 'aprendiz-tokenizer-1';
      readonly units: Units;
      /** Tokens beyond this are left out. */
      readonly window: number;
    }
  | {
      readonly format: 'aprendiz-tokenizer-1';
      readonly bag: {
        readonly terms: readonly string[];
        readonly rarity: readonly number[];
        readonly pairs: boolean;
      };
    };

/**
 * One array for each input of the model, with a batch of one: `rows` [1, n] and `shares` [1, tokens, n],
 * or `terms` [1, n]. Undefined for a text in which there is nothing to read.
 */
export function inputsOf(text: string, tokenizer: TokenizerFile): unknown[] | undefined {
  if ('bag' in tokenizer) {
    const { rarity, ...bag } = tokenizer.bag;
    const reader = new BagReader({ ...bag, rarity: Float32Array.from(rarity) });
    return [[[...reader.embed(text)]]];
  }
  const { count, rows, firsts } = tokenizerOf(tokenizer.units).tokenize(text, tokenizer.window);
  if (count === 0) return undefined;
  const shares = Array.from({ length: count }, (_, token) => {
    const [from, to] = [firsts[token]!, firsts[token + 1]!];
    return rows.map((_, row) => (row >= from && row < to ? 1 / (to - from) : 0));
  });
  return [[rows], [shares]];
}
