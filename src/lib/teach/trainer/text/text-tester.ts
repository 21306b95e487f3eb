/** Answers texts as they are typed, with the head in use, and says which words made the answer. */
import type { CallContext } from '#lib/engine/host.ts';
import { Turns } from '#lib/engine/turns.ts';
import type { TokenEffect } from '#lib/text/reading.ts';
import type { Answerer, TextResult, TextTrainerCalls } from '../protocol.ts';
import { leaveOneOut } from './leave-one-out.ts';
import type { Reader } from './reader.ts';
import { modelBelow, TextAnswering, type Below } from './text-answering.ts';

type TypeCall = TextTrainerCalls['type'];

interface TypedText {
  readonly sequence: number;
  readonly text: string;
}

export class TextTester {
  readonly #reader: Reader;
  readonly #trunk: Below;
  readonly #turns = new Turns();
  readonly #listeners = new Set<() => void>();
  #answering: TextAnswering | undefined;

  constructor(reader: Reader) {
    this.#reader = reader;
    this.#trunk = modelBelow(reader.model, true);
  }

  /** Answers with this head from now on. @throws FailureError `model-corrupt` */
  async answerWith(answerer: Answerer): Promise<void> {
    await this.#turns.take(() => {
      const before = this.#answering;
      this.#answering = new TextAnswering(answerer, this.#reader.kernels);
      before?.below?.dispose();
      return Promise.resolve();
    });
    for (const listener of this.#listeners) listener();
  }

  /** The newest text, again and again; once more whenever another head answers. */
  async type({ signal, progress, onUpdate }: CallContext<TypeCall>): Promise<never> {
    let newest: TypedText | undefined;
    let due = false;
    let wake: (() => void) | undefined;
    const again = () => {
      due = newest !== undefined;
      wake?.();
    };
    onUpdate(({ sequence, text }) => {
      newest = { sequence, text };
      again();
    });
    signal.addEventListener('abort', again, { once: true });
    this.#listeners.add(again);
    try {
      for (;;) {
        signal.throwIfAborted();
        if (!due || !newest) {
          await new Promise<void>((resolve) => (wake = resolve));
          wake = undefined;
          continue;
        }
        due = false;
        const { sequence, text } = newest;
        const result = await this.answer(text);
        if (!signal.aborted) progress({ kind: 'answer', sequence, result });
      }
    } finally {
      this.#listeners.delete(again);
    }
  }

  answer(text: string): Promise<TextResult> {
    return this.#turns.take(async () => {
      const startedMs = performance.now();
      const answering = this.#answering;
      const { vector: embedding, tokens } = await this.#trunk.typed(text);
      const nothing = !answering || tokens === 0;
      const vector = answering?.below ? (await answering.below.typed(text)).vector : embedding;
      return {
        scores: nothing ? [] : answering.scores(vector),
        distance: nothing ? NaN : answering.distance(embedding, text, this.#reader.listed),
        embedding: Float32Array.from(embedding),
        tokens,
        readMs: performance.now() - startedMs,
        memory: { tensors: 0, bytes: this.#reader.encoder.bytes.byteLength },
      };
    });
  }

  /** What each token does for a class, in the order of the text. @throws the signal's reason */
  explain(
    { text, classId }: TextTrainerCalls['explain']['request'],
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<readonly TokenEffect[]> {
    return this.#turns.take(() => {
      const answering = this.#answering;
      if (!answering) return Promise.resolve([]);
      const below = answering.below ?? this.#trunk;
      const score = (vector: Float32Array) => answering.scoreOf(classId, vector);
      return leaveOneOut(text, below, score, onProgress, signal);
    });
  }
}
