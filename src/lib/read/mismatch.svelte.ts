/** Tells when a text is in another language than its reader was taught in. */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import { doubtOf } from './doubt.ts';

type ReadCall = TextCalls['read'];

export interface MismatchEngine {
  call(
    name: 'read',
    payload: ReadCall['request'],
    options: CallOptions<ReadCall>,
  ): RunningCall<ReadCall>;
}

/** After a pause in typing; a few sentences tell the language as well as a book. */
const settleMs = 500;
const longest = 600;
/** Below this a guess of the language is not worth a warning. */
const shortest = 15;

export class Mismatch {
  readonly #engine: MismatchEngine;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: AbortController | undefined;
  #language = $state.raw<string>();

  constructor(engine: MismatchEngine) {
    this.#engine = engine;
  }

  /** The language that the text seems to be in, where the reader does not know it. */
  get language(): string | undefined {
    return this.#language;
  }

  /** @param taught the reader's only language; undefined where it reads all that there are */
  look(taught: string | undefined, text: string): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
    if (taught === undefined || text.trim().length < shortest) {
      this.#language = undefined;
      return;
    }
    this.#timer = setTimeout(() => void this.#ask(taught, text.slice(0, longest)), settleMs);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#running?.abort();
  }

  async #ask(taught: string, text: string): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    const { ending } = this.#engine.call(
      'read',
      { model: 'language', text },
      { signal: running.signal },
    );
    const end = await ending;
    // Without an answer there is nothing to warn of; its reader tells what is wrong.
    if (running.signal.aborted || end.kind !== 'result') return;
    const { scores } = end.value;
    const sure = doubtOf('language', text, scores) === undefined && (scores[0]?.score ?? 0) > 0.8;
    this.#language = sure && scores[0]?.label !== taught ? scores[0]?.label : undefined;
  }
}
