/**
 * The reading of a text while it is typed: one live call to whichever worker the engine has now, which
 * always gets the newest text. A worker that takes over is told the text again.
 */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { Reading } from '#lib/text/reading.ts';
import type { ReaderId } from './readers.ts';

type TypeCall = TextCalls['type'];

export interface TypingEngine {
  call(
    name: 'type',
    payload: TypeCall['request'],
    options: CallOptions<TypeCall>,
  ): RunningCall<TypeCall>;
  subscribe(listener: (state: EngineState) => void): () => void;
  onReplaced(listener: () => void): () => void;
}

/** What was said of which text. */
export interface Told {
  readonly reader: ReaderId;
  readonly text: string;
  readonly reading: Reading;
  /** From the keystroke to the answer on the page, in milliseconds. */
  readonly latencyMs: number;
}

interface Run {
  readonly reader: ReaderId;
  readonly stop: AbortController;
  readonly call: RunningCall<TypeCall>;
}

interface Sent {
  readonly text: string;
  readonly atMs: number;
}

export class Typing {
  readonly #engineCalls: TypingEngine;
  readonly #now: () => number;
  readonly #unsubscribe: readonly (() => void)[];
  readonly #sent = new Map<number, Sent>();
  #run: Run | undefined;
  #sequence = 0;
  #newest: { reader: ReaderId; text: string } | undefined;

  #engine = $state.raw<EngineState>({ status: 'starting', attempts: [] });
  #told = $state.raw<Told>();
  #failure = $state.raw<Failure>();

  constructor(engine: TypingEngine, now: () => number = () => performance.now()) {
    this.#engineCalls = engine;
    this.#now = now;
    this.#unsubscribe = [
      engine.subscribe((state) => (this.#engine = state)),
      engine.onReplaced(() => this.again()),
    ];
  }

  get engine(): EngineState {
    return this.#engine;
  }

  /** The newest answer; undefined until there is one for this reader. */
  get told(): Told | undefined {
    return this.#told;
  }

  /** Why the reader gave up, if it did while its worker lives on. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Reads `text` with `reader`; whatever is still being read is out of date. */
  read(reader: ReaderId, text: string): void {
    this.#newest = { reader, text };
    if (this.#told && this.#told.reader !== reader) this.#told = undefined;
    if (this.#run?.reader !== reader) this.#begin(reader);
    const sequence = ++this.#sequence;
    this.#sent.set(sequence, { text, atMs: this.#now() });
    this.#run?.call.update({ kind: 'text', sequence, text });
  }

  /** The same once more, to whoever answers now. */
  again(): void {
    this.#end();
    this.#failure = undefined;
    if (this.#newest) this.read(this.#newest.reader, this.#newest.text);
  }

  close(): void {
    this.#end();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #begin(reader: ReaderId): void {
    this.#end();
    this.#failure = undefined;
    const stop = new AbortController();
    const call = this.#engineCalls.call(
      'type',
      { model: reader },
      {
        signal: stop.signal,
        onProgress: ({ sequence, reading }) => {
          if (this.#run === run) this.#take(reader, sequence, reading);
        },
      },
    );
    const run: Run = { reader, stop, call };
    this.#run = run;
    void this.#watch(run);
  }

  #take(reader: ReaderId, sequence: number, reading: Reading): void {
    const sent = this.#sent.get(sequence);
    if (!sent) return;
    // Answers come in the order of the texts: what was asked before is answered or passed over.
    for (const earlier of this.#sent.keys()) if (earlier <= sequence) this.#sent.delete(earlier);
    this.#told = { reader, text: sent.text, reading, latencyMs: this.#now() - sent.atMs };
  }

  async #watch(run: Run): Promise<void> {
    const ending = await run.call.ending;
    if (this.#run !== run) return;
    this.#run = undefined;
    // A lost worker is the engine's to replace, and tells by `onReplaced`.
    if (ending.kind === 'failure' && this.#engine.status === 'ready')
      this.#failure = ending.failure;
  }

  #end(): void {
    const run = this.#run;
    this.#run = undefined;
    this.#sent.clear();
    run?.stop.abort();
  }
}
