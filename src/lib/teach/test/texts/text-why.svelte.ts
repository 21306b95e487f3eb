/**
 * Why a text gets the answer that it gets: what each of its words does for a class, and which samples
 * are most like it. Follows the typing: one question at a time, the newest next.
 */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { pause } from '#lib/engine/pause.ts';
import type { TokenEffect } from '#lib/text/reading.ts';
import type { Neighbour, SharedCalls, TextTrainerCalls } from '../../trainer/protocol.ts';
import type { AskedWhy } from '../project-testing.svelte.ts';
import type { TypedAnswer, TypingTest } from './typing-test.svelte.ts';

type ExplainCall = TextTrainerCalls['explain'];
type NearestCall = SharedCalls['nearest'];

export interface ExplainEngine {
  call(
    name: 'explain',
    payload: ExplainCall['request'],
    options: CallOptions<ExplainCall>,
  ): RunningCall<ExplainCall>;
}

export interface NearestEngine {
  call(
    name: 'nearest',
    payload: NearestCall['request'],
    options: CallOptions<NearestCall>,
  ): RunningCall<NearestCall>;
}

/** What the words of a text do for one class. */
export interface ExplainedText {
  readonly text: string;
  readonly classId: string;
  readonly effects: readonly TokenEffect[];
  /** Of the class, for the whole text, 0..1. */
  readonly score: number;
}

/** A pause in typing after which looking closer is worth its while. */
const settleMs = 120;
/** Look-alikes shown beside a text. */
const count = 6;

export class TextWhy implements AskedWhy {
  readonly #live: Pick<TypingTest, 'answer' | 'onAnswer'>;
  readonly #tester: ExplainEngine;
  readonly #trainer: NearestEngine;
  readonly #release: () => void;
  #running: AbortController | undefined;
  #asked = $state<string>();
  #explained = $state.raw<ExplainedText>();
  #neighbours = $state.raw<readonly Neighbour[]>([]);

  constructor(
    live: Pick<TypingTest, 'answer' | 'onAnswer'>,
    tester: ExplainEngine,
    trainer: NearestEngine,
  ) {
    this.#live = live;
    this.#tester = tester;
    this.#trainer = trainer;
    this.#release = live.onAnswer((answer) => void this.#look(answer, settleMs));
  }

  /** The class that is asked about; undefined: the words of the best answer show. */
  get asked(): string | undefined {
    return this.#asked;
  }

  /** The newest explanation; while typing goes on, of a text that was there before. */
  get explained(): ExplainedText | undefined {
    return this.#live.answer ? this.#explained : undefined;
  }

  get neighbours(): readonly Neighbour[] {
    return this.#asked === undefined ? [] : this.#neighbours;
  }

  async ask(classId: string): Promise<void> {
    this.#asked = classId;
    const { answer } = this.#live;
    if (answer) await this.#look(answer, 0);
  }

  clear(): void {
    this.#asked = undefined;
    this.#neighbours = [];
    const { answer } = this.#live;
    if (answer) void this.#look(answer, 0);
  }

  close(): void {
    this.#running?.abort();
    this.#release();
  }

  /** A question that is cut short by the next is no failure: what showed before stays until then. */
  async #look({ text, result }: TypedAnswer, afterMs: number): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const { signal } = running;
    await pause(afterMs, signal);
    const best = result.scores.find(({ classId }) => classId === this.#asked) ?? result.scores[0];
    if (signal.aborted) return;
    if (!best) {
      this.#explained = undefined;
      this.#neighbours = [];
      return;
    }
    const { classId, score } = best;
    const { ending } = this.#tester.call('explain', { text, classId }, { signal });
    const near = this.#asked === undefined ? undefined : this.#nearest(result.embedding, signal);
    const [end, neighbours] = await Promise.all([ending, near]);
    if (signal.aborted) return;
    if (end.kind === 'result') this.#explained = { text, classId, effects: end.value, score };
    this.#neighbours = neighbours ?? [];
  }

  async #nearest(
    embedding: Float32Array<ArrayBuffer>,
    signal: AbortSignal,
  ): Promise<readonly Neighbour[]> {
    const payload = { embedding: embedding.slice(), count };
    const end = await this.#trainer.call('nearest', payload, { signal }).ending;
    return end.kind === 'result' ? end.value : [];
  }
}
