/**
 * Lets a worker that computes for long hear its messages. By MessageChannel: timers are slowed down
 * in hidden tabs, and animation frames stop there.
 */

/** Computing goes on for so long before messages are let in. */
const breathEveryMs = 12;

export class Breath {
  readonly #signal: AbortSignal | undefined;
  readonly #everyMs: number;
  #lastMs = performance.now();

  /** @param signal ends the work at the next breath. */
  constructor(signal?: AbortSignal, everyMs = breathEveryMs) {
    this.#signal = signal;
    this.#everyMs = everyMs;
  }

  /** Time to breathe: `if (breath.due) await breath.take()` costs nothing in between. */
  get due(): boolean {
    return performance.now() - this.#lastMs >= this.#everyMs;
  }

  /** @throws the signal's reason when it is aborted */
  async take(): Promise<void> {
    await nextMessage();
    this.#signal?.throwIfAborted();
    this.#lastMs = performance.now();
  }
}

/** Resolves after every message that has already arrived was heard. */
function nextMessage(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
