/** A call made before there was a worker to make it to. */
import type { Failure } from '#lib/failure/failure.ts';
import type { CallOptions, Link, RunningCall } from './link.ts';
import type { Call, Calls, Ending } from './protocol.ts';

export class QueuedCall<C extends Calls> implements RunningCall<Call> {
  readonly ending: Promise<Ending<unknown>>;
  readonly #name: keyof C & string;
  readonly #payload: unknown;
  readonly #options: CallOptions<Call>;
  readonly #early: { payload: unknown; transfer: Transferable[] | undefined }[] = [];
  #running: RunningCall<Call> | undefined;
  #settle!: (ending: Ending<unknown> | Promise<Ending<unknown>>) => void;
  #ended = false;

  constructor(name: keyof C & string, payload: unknown, options: CallOptions<never>) {
    this.#name = name;
    this.#payload = payload;
    this.#options = options as CallOptions<Call>;
    this.ending = new Promise((resolve) => (this.#settle = resolve));
    this.#options.signal?.addEventListener('abort', this.#cancel, { once: true });
    if (this.#options.signal?.aborted) this.#cancel();
  }

  update(payload: unknown, transfer?: Transferable[]): boolean {
    if (this.#running) return this.#running.update(payload, transfer);
    if (this.#ended) return false;
    this.#early.push({ payload, transfer });
    return true;
  }

  start(link: Link<C>): void {
    if (this.#ended) return;
    this.#release();
    this.#running = link.call(this.#name, this.#payload, this.#options) as RunningCall<Call>;
    for (const { payload, transfer } of this.#early.splice(0)) {
      this.#running.update(payload, transfer);
    }
    this.#settle(this.#running.ending);
  }

  fail(failure: Failure): void {
    this.#end({ kind: 'failure', failure });
  }

  #cancel = () => this.#end({ kind: 'cancelled' });

  #end(ending: Ending<unknown>): void {
    if (this.#running || this.#ended) return;
    this.#ended = true;
    this.#release();
    this.#settle(ending);
  }

  #release(): void {
    this.#options.signal?.removeEventListener('abort', this.#cancel);
  }
}
