/** A text as it is typed, answered by the project's own classes on every key. Owns no engine. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { Answerer, ClassScore, TextResult, TextTrainerCalls } from '../../trainer/protocol.ts';
import type { AnswerOrigin, SourceFollower, SourceProject } from '../answer-source.ts';
import { HeadInUse, type AnswerEngine } from '../head-in-use.svelte.ts';
import type { Tested } from '../project-testing.svelte.ts';

type TypeCall = TextTrainerCalls['type'];

export interface TypingEngine extends AnswerEngine {
  call: AnswerEngine['call'] &
    ((
      name: 'type',
      payload: TypeCall['request'],
      options: CallOptions<TypeCall>,
    ) => RunningCall<TypeCall>);
}

export interface TypingTestOptions {
  readonly project: SourceProject;
  readonly follower: SourceFollower;
  readonly engine: TypingEngine;
}

/** An answer with the text that it answers. */
export interface TypedAnswer {
  readonly text: string;
  readonly result: TextResult;
}

export class TypingTest implements Tested {
  readonly #engine: TypingEngine;
  readonly #head: HeadInUse;
  readonly #listeners = new Set<(answer: TypedAnswer) => void>();
  readonly #release: () => void;
  #call: RunningCall<TypeCall> | undefined;
  #stop: AbortController | undefined;
  #sequence = 0;
  #typedMs = 0;

  #text = $state('');
  #answer = $state.raw<TypedAnswer>();
  #latencyMs = $state.raw<number>();
  #stopped = $state.raw<Failure>();

  constructor({ project, follower, engine }: TypingTestOptions) {
    this.#engine = engine;
    this.#head = new HeadInUse({ project, follower, engine });
    this.#release = engine.onReplaced(() => this.#begin());
    this.#begin();
  }

  get engine(): EngineState {
    return this.#head.engine;
  }

  get origin(): AnswerOrigin | undefined {
    return this.#head.origin;
  }

  get answerer(): Answerer | undefined {
    return this.#head.answerer;
  }

  /** What is typed now. */
  get text(): string {
    return this.#text;
  }

  /** The newest answer; while keys come faster than answers, of a text that was there before. */
  get answer(): TypedAnswer | undefined {
    return this.#text === '' ? undefined : this.#answer;
  }

  get result(): TextResult | undefined {
    return this.answer?.result;
  }

  get scores(): readonly ClassScore[] {
    return this.result?.scores ?? [];
  }

  /** From the key to the newest answer, in milliseconds. */
  get latencyMs(): number | undefined {
    return this.#latencyMs;
  }

  /** Why nothing is answered any more. */
  get stopped(): Failure | undefined {
    return this.#stopped;
  }

  type(text: string): void {
    this.#text = text;
    this.#typedMs = performance.now();
    this.#send();
  }

  /** Hears of every answer. Returns how to stop. */
  onAnswer(listener: (answer: TypedAnswer) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Begins again after a failure. */
  start(): void {
    if (this.#stopped) this.#begin();
  }

  close(): void {
    this.#stop?.abort();
    this.#call = undefined;
    this.#release();
    this.#head.close();
    this.#listeners.clear();
  }

  #send(): void {
    this.#call?.update({ kind: 'text', sequence: ++this.#sequence, text: this.#text });
  }

  #begin(): void {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    this.#stopped = undefined;
    const call = this.#engine.call(
      'type',
      {},
      {
        signal: stop.signal,
        onProgress: ({ sequence, result }) => {
          if (this.#stop === stop) this.#take(sequence, result);
        },
      },
    );
    this.#call = call;
    if (this.#text !== '') this.#send();
    void this.#watch(call);
  }

  async #watch(call: RunningCall<TypeCall>): Promise<void> {
    const end = await call.ending;
    if (this.#call !== call) return;
    this.#call = undefined;
    // A worker that was lost is the engine's to replace.
    if (end.kind === 'failure' && this.engine.status === 'ready') this.#stopped = end.failure;
  }

  #take(sequence: number, result: TextResult): void {
    if (sequence !== this.#sequence) return;
    // An answer that another head gave to the same text took nobody's time.
    if (this.#answer?.text !== this.#text) this.#latencyMs = performance.now() - this.#typedMs;
    const answer = { text: this.#text, result };
    this.#answer = answer;
    for (const listener of this.#listeners) listener(answer);
  }
}
