/**
 * What each token does for an answer. Follows the text that is being typed: one question at a time,
 * and the newest next.
 */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { pause } from '#lib/engine/pause.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { AttributionMethod, TokenEffect } from '#lib/text/reading.ts';
import type { ReaderId } from './readers.ts';

type ExplainCall = TextCalls['explain'];

export interface ExplainEngine {
  call(
    name: 'explain',
    payload: ExplainCall['request'],
    options: CallOptions<ExplainCall>,
  ): RunningCall<ExplainCall>;
}

export interface Question {
  readonly reader: ReaderId;
  readonly text: string;
  readonly label: string;
  readonly method: AttributionMethod;
}

export interface Explained extends Question {
  readonly effects: readonly TokenEffect[];
}

/** Covering every token is for texts of a size that somebody waits for. */
export const longestExplained: Record<AttributionMethod, number> = {
  gradient: 10_000,
  occlusion: 1_000,
};

/** A pause in typing after which it is worth its while: the next key must find the worker free. */
const settleMs: Record<AttributionMethod, number> = { gradient: 120, occlusion: 300 };

export class Explanation {
  readonly #engine: ExplainEngine;
  #running: AbortController | undefined;
  #next: Question | undefined;
  #explained = $state.raw<Explained>();
  #fraction = $state(0);
  #busy = $state(false);
  #failure = $state.raw<Failure>();

  constructor(engine: ExplainEngine) {
    this.#engine = engine;
  }

  /** The newest answer; its text may be a keystroke behind. */
  get explained(): Explained | undefined {
    return this.#explained;
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** 0..1 of what is being looked into. */
  get fraction(): number {
    return this.#fraction;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Explains this next; a look at an older text is given up. */
  ask(question: Question): void {
    const known = this.#explained;
    if (known && isSame(known, question) && !this.#busy) return;
    if (known && (known.reader !== question.reader || question.text === '')) {
      this.#explained = undefined;
    }
    this.#next = question;
    if (this.#busy) this.#running?.abort();
    else void this.#work();
  }

  /** Forgets everything. */
  stop(): void {
    this.#next = undefined;
    this.#running?.abort();
    this.#explained = undefined;
    this.#failure = undefined;
  }

  async #work(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#next) {
        const question = this.#next;
        const running = new AbortController();
        this.#running = running;
        await pause(settleMs[question.method], running.signal);
        if (running.signal.aborted) continue;
        if (this.#next === question) this.#next = undefined;
        await this.#explain(question, running.signal);
      }
    } finally {
      this.#busy = false;
    }
  }

  async #explain(question: Question, signal: AbortSignal): Promise<void> {
    const { reader, text, label, method } = question;
    this.#failure = undefined;
    if (text === '' || text.length > longestExplained[method]) {
      this.#explained = undefined;
      return;
    }
    this.#fraction = 0;
    const { ending } = this.#engine.call(
      'explain',
      { model: reader, text, label, method },
      { signal, onProgress: ({ fraction }) => (this.#fraction = fraction) },
    );
    const outcome = await ending;
    if (signal.aborted) return;
    if (outcome.kind === 'result') this.#explained = { ...question, effects: outcome.value };
    if (outcome.kind === 'failure') this.#failure = outcome.failure;
  }
}

const isSame = (a: Question, b: Question) =>
  a.reader === b.reader && a.text === b.text && a.label === b.label && a.method === b.method;
