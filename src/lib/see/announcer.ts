/**
 * Decides what a screen reader hears of a live stream: changes only, once they have held for a
 * moment, and never more often than a person can take in.
 */
export interface AnnouncerOptions {
  /** Least time between two announcements. */
  readonly intervalMs: number;
  /** How long a text has to hold before it counts as a change. */
  readonly settleMs: number;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  #said: string | undefined;
  #saidAtMs = -Infinity;
  #candidate: string | undefined;
  #candidateSinceMs = 0;

  constructor(options: AnnouncerOptions = { intervalMs: 3000, settleMs: 700 }) {
    this.#options = options;
  }

  /** Call with every result; returns the text to announce now, or undefined for silence. */
  hear(text: string, atMs: number): string | undefined {
    if (text !== this.#candidate) {
      this.#candidate = text;
      this.#candidateSinceMs = atMs;
    }
    if (text === this.#said) return undefined;
    if (atMs - this.#candidateSinceMs < this.#options.settleMs) return undefined;
    if (atMs - this.#saidAtMs < this.#options.intervalMs) return undefined;
    this.#said = text;
    this.#saidAtMs = atMs;
    return text;
  }
}
