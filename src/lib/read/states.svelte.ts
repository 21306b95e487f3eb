/** The inner states of the reader for the text of the page; asked for while somebody looks. */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { TextCalls } from '#lib/text/protocol.ts';
import type { Strip } from '#lib/text/reading.ts';
import type { ReaderId } from './readers.ts';
import { cutStrip } from './strip-colours.ts';

type StripCall = TextCalls['strip'];

export interface StripEngine {
  call(
    name: 'strip',
    payload: StripCall['request'],
    options: CallOptions<StripCall>,
  ): RunningCall<StripCall>;
}

/** Of a longer text the end: what is typed last is what one looks at. */
const longestText = 600;
export const mostSteps = 160;

export interface SeenStrip {
  readonly text: string;
  readonly strip: Strip;
}

export class States {
  readonly #engine: StripEngine;
  #running: AbortController | undefined;
  #seen = $state.raw<SeenStrip>();
  #failure = $state.raw<Failure>();

  constructor(engine: StripEngine) {
    this.#engine = engine;
  }

  get seen(): SeenStrip | undefined {
    return this.#seen;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Looks at the newest text; an older look is given up. */
  async look(reader: ReaderId, text: string): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    const part = text.slice(-longestText);
    const { ending } = this.#engine.call(
      'strip',
      { model: reader, text: part },
      { signal: running.signal },
    );
    const end = await ending;
    if (running.signal.aborted) return;
    this.#failure = end.kind === 'failure' ? end.failure : undefined;
    if (end.kind !== 'result') return;
    const { length } = end.value.tokens;
    this.#seen = {
      text: part,
      strip: cutStrip(end.value, Math.max(0, length - mostSteps), length),
    };
  }

  close(): void {
    this.#running?.abort();
  }
}
