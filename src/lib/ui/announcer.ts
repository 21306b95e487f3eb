/**
 * Lets through one announcement per `intervalMs`, always the newest, and never the same words twice running: a screen
 * reader that hears every frame hears nothing. Pure, so the rate is tested without a browser.
 */
export class Announcer {
  readonly #say: (text: string) => void;
  readonly #intervalMs: number;
  readonly #now: () => number;
  #saidAt = -Infinity;
  #said = '';
  #waiting: ReturnType<typeof setTimeout> | undefined;
  #newest = '';

  constructor(say: (text: string) => void, intervalMs: number, now = () => performance.now()) {
    this.#say = say;
    this.#intervalMs = intervalMs;
    this.#now = now;
  }

  announce(text: string): void {
    this.#newest = text;
    if (this.#waiting !== undefined) return;
    const waitMs = this.#saidAt + this.#intervalMs - this.#now();
    if (waitMs <= 0) this.#speak();
    else this.#waiting = setTimeout(() => this.#speak(), waitMs);
  }

  stop(): void {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  #speak(): void {
    this.#waiting = undefined;
    if (this.#newest === this.#said || this.#newest === '') return;
    this.#said = this.#newest;
    this.#saidAt = this.#now();
    this.#say(this.#said);
  }
}
