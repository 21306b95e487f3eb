/** An opening that was begun before anybody asked for it: what it told meanwhile is told then. */
import type { CallContext } from '#lib/engine/host.ts';
import type { OpenProgress } from '#lib/engine/protocol.ts';
import type { VisionCalls } from './protocol.ts';

type Tell = (progress: OpenProgress) => void;

export class BegunOpening<Opened> {
  readonly #controller = new AbortController();
  readonly #told: OpenProgress[] = [];
  readonly #opening: Promise<Opened>;
  #tell: Tell = (progress) => void this.#told.push(progress);

  constructor(open: (progress: Tell, signal: AbortSignal) => Promise<Opened>) {
    this.#opening = open((progress) => this.#tell(progress), this.#controller.signal);
    // Whoever asks is told.
    this.#opening.catch(() => undefined);
  }

  take({ progress, signal }: CallContext<VisionCalls['open']>): Promise<Opened> {
    this.#tell = progress;
    for (const told of this.#told) progress(told);
    signal.addEventListener('abort', () => this.#controller.abort(signal.reason));
    return this.#opening;
  }
}
