/**
 * How much is read side by side: as much as can be without keeping the next key waiting. Side by side is
 * quicker by half, but messages are heard only between two portions.
 */
const leastMs = 3;
const mostMs = 8;

export class Portion {
  readonly #most: number;
  #size = 2;

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Does one portion's work, and learns from the time it took. */
  async timed<T>(work: () => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    const done = await work();
    const ms = performance.now() - startedMs;
    if (ms < leastMs) this.#size = Math.min(this.#most, 2 * this.#size);
    else if (ms > mostMs) this.#size = Math.max(1, this.#size >> 1);
    return done;
  }
}
