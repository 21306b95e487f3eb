/**
 * One text that is being typed: the state after each of its prefixes is kept, so that one more token at
 * the end costs one step, and a change in the middle costs the steps from there on.
 */
import type { Span } from '#lib/text/units/tokens.ts';
import type { EmbeddingTable } from './embedding.ts';
import type { Network } from './network.ts';

export interface Answer {
  /** Logits; of an encoder its embedding. */
  readonly logits: Float32Array;
  /** Steps that were computed; the others were known. */
  readonly steps: number;
}

export class Prefixes {
  readonly #network: Network;
  readonly #embedding: EmbeddingTable;
  /** The most tokens that are ever held. */
  readonly #most: number;
  /** State n is the one after n tokens. */
  #states: Float32Array;
  /** Rows of each token whose state is known. */
  #known: (readonly number[])[] = [];
  #logits: Float32Array | undefined;

  constructor(network: Network, embedding: EmbeddingTable, most: number) {
    this.#network = network;
    this.#embedding = embedding;
    this.#most = most;
    this.#states = network.start();
  }

  /** Bytes of the states that are kept. */
  get bytes(): number {
    return this.#states.byteLength;
  }

  /** The state after the first `tokens` tokens of what was read last. */
  state(tokens: number): Float32Array {
    const { stateSize } = this.#network;
    return this.#states.subarray(tokens * stateSize, (tokens + 1) * stateSize);
  }

  /** @throws RangeError of more tokens than may be held */
  async read(span: Span): Promise<Answer> {
    const count = span.to - span.from;
    if (count > this.#most) throw new RangeError(`${count} tokens of ${this.#most}`);
    const common = this.#commonWith(span);
    if (this.#logits && common === count && common === this.#known.length) {
      return { logits: this.#logits, steps: 0 };
    }
    const answer = this.#network.carriesOn
      ? await this.#readOn(span, common)
      : await this.#readWhole(span);
    this.#known = rowsOf(span);
    this.#logits = answer.logits;
    return answer;
  }

  async #readOn({ tokens, from, to }: Span, common: number): Promise<Answer> {
    this.#makeRoom(to - from);
    // What lies beyond is about to be overwritten.
    this.#known.length = Math.min(common, this.#known.length);
    this.#logits = undefined;
    const vectors = this.#embedding.vectors({ tokens, from: from + common, to });
    await this.#network.carryOn(this.#states, common, vectors);
    return { logits: this.#network.answer(this.state(to - from)), steps: to - from - common };
  }

  async #readWhole(span: Span): Promise<Answer> {
    const [logits] = await this.#network.readAll([{ vectors: this.#embedding.vectors(span) }]);
    return { logits: logits!, steps: span.to - span.from };
  }

  #makeRoom(tokens: number): void {
    const { stateSize } = this.#network;
    const held = this.#states.length / stateSize - 1;
    if (tokens <= held) return;
    const room = Math.min(this.#most, Math.max(2 * held, tokens, 32));
    const states = new Float32Array((room + 1) * stateSize);
    states.set(this.#states);
    this.#states = states;
  }

  #commonWith({ tokens: { rows, firsts }, from, to }: Span): number {
    const most = Math.min(this.#known.length, to - from);
    let common = 0;
    while (common < most) {
      const known = this.#known[common]!;
      const first = firsts[from + common]!;
      if (known.length !== firsts[from + common + 1]! - first) break;
      if (known.some((row, n) => row !== rows[first + n])) break;
      common++;
    }
    return common;
  }
}

function rowsOf({ tokens: { rows, firsts }, from, to }: Span): (readonly number[])[] {
  return Array.from({ length: to - from }, (_, n) =>
    rows.slice(firsts[from + n], firsts[from + n + 1]),
  );
}
