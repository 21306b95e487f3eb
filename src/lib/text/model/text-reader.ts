/** Reads one text again and again as it changes, computing only what is not known from before. */
import { Breath } from '#lib/engine/breath.ts';
import { Portion } from '#lib/text/portion.ts';
import { cutText, joinWindows, type Window } from '#lib/text/windows.ts';
import type { Tokenizer } from '#lib/text/units/tokens.ts';
import type { EmbeddingTable } from './embedding.ts';
import type { Network } from './network.ts';
import { Prefixes } from './prefixes.ts';

/** What a reader reads with. */
export interface Readable {
  readonly tokenizer: Tokenizer;
  readonly embedding: EmbeddingTable;
  readonly network: Network;
  /** The most tokens of a window. */
  readonly window: number;
}

export interface ReadAnswer {
  /** Logits; of an encoder its embedding. */
  readonly logits: Float32Array;
  readonly windows: readonly Window[];
  /** Logits of each window. */
  readonly answers: readonly Float32Array[];
  /** Steps that were computed. */
  readonly steps: number;
  /** Part of the text that was read, 0..1. */
  readonly covered: number;
}

/** The most windows of a long text that are read side by side. */
const mostAtOnce = 16;

interface KnownWindow {
  /** The rows of its tokens, with the number of rows of each. */
  readonly key: string;
  readonly logits: Float32Array;
}

export class TextReader {
  readonly #model: Readable;
  readonly #prefixes: Prefixes;
  /** Of all windows but the last, which is the one that grows. */
  #known = new Map<string, Float32Array>();

  constructor(model: Readable) {
    this.#model = model;
    this.#prefixes = new Prefixes(model.network, model.embedding, model.window);
  }

  /** Bytes of what is kept between two readings. */
  get bytes(): number {
    let bytes = this.#prefixes.bytes;
    for (const [key, logits] of this.#known) bytes += 2 * key.length + logits.byteLength;
    return bytes;
  }

  /** The states of the last window that was read. */
  get prefixes(): Prefixes {
    return this.#prefixes;
  }

  /** @param signal ends the reading of a long text */
  async read(text: string, signal?: AbortSignal): Promise<ReadAnswer> {
    const { tokenizer, window } = this.#model;
    const { windows, covered } = cutText(text, tokenizer, window);
    const last = windows.at(-1);
    const earlier = await this.#readEarlier(windows.slice(0, -1), signal);
    const { logits, steps } = await this.#prefixes.read(last ?? nothing);
    const answers = [...earlier.answers, logits];
    return {
      logits: joinWindows(last ? windows : [nothing], answers),
      windows,
      answers,
      steps: earlier.steps + steps,
      covered,
    };
  }

  async #readEarlier(windows: readonly Window[], signal?: AbortSignal) {
    const found: KnownWindow[] = [];
    const portion = new Portion(mostAtOnce);
    let steps = 0;
    const breath = new Breath(signal);
    const { network, embedding } = this.#model;
    while (found.length < windows.length) {
      const next = windows.slice(found.length, found.length + portion.size);
      const group = next.map((one) => ({ one, key: keyOf(one) }));
      const fresh = group.filter(({ key }) => !this.#known.has(key));
      const read = await portion.timed(() =>
        network.readAll(fresh.map(({ one }) => ({ vectors: embedding.vectors(one) }))),
      );
      fresh.forEach(({ one, key }, index) => {
        this.#known.set(key, read[index]!);
        steps += one.to - one.from;
      });
      for (const { key } of group) found.push({ key, logits: this.#known.get(key)! });
      if (breath.due) await breath.take();
    }
    // What is no longer in the text is forgotten.
    this.#known = new Map(found.map(({ key, logits }) => [key, logits]));
    return { answers: found.map(({ logits }) => logits), steps };
  }
}

const nothing: Window = {
  tokens: { count: 0, starts: [], ends: [], rows: [], firsts: [0] },
  from: 0,
  to: 0,
  base: 0,
};

function keyOf({ tokens: { rows, firsts }, from, to }: Window): string {
  const first = firsts[from]!;
  const counts = firsts.slice(from, to + 1).map((at) => at - first);
  return `${rows.slice(first, firsts[to]).join()};${counts.join()}`;
}
