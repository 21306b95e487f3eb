/** Rates and recent histories for the runtime strip and the debug overlay. Plain numbers, no allocation per frame. */

/** The last `capacity` numbers, oldest first. */
export class Series {
  readonly #values: Float64Array;
  #next = 0;
  #length = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(capacity);
  }

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    this.#values[this.#next] = value;
    this.#next = (this.#next + 1) % this.#values.length;
    this.#length = Math.min(this.#length + 1, this.#values.length);
  }

  /** The value `back` places before the newest; 0 is the newest. */
  fromEnd(back: number): number | undefined {
    if (back >= this.#length) return undefined;
    const size = this.#values.length;
    return this.#values[(this.#next - 1 - back + 2 * size) % size];
  }

  toArray(): number[] {
    return Array.from({ length: this.#length }, (_, i) => this.fromEnd(this.#length - 1 - i) ?? 0);
  }

  clear(): void {
    this.#length = 0;
  }
}

/** Events per second over the recent past. */
export class RateMeter {
  readonly #times = new Series(64);
  readonly #windowMs: number;

  constructor(windowMs = 2000) {
    this.#windowMs = windowMs;
  }

  tick(atMs: number): void {
    this.#times.push(atMs);
  }

  /**
   * Events per second between the oldest event in the window and now; 0 when fewer than two.
   * A stream slower than the window is measured from its last two events, so that one frame
   * every five seconds reads 0.2 and not 0.
   */
  rate(nowMs: number): number {
    const newest = this.#times.fromEnd(0);
    if (newest === undefined) return 0;
    let intervals = 0;
    let oldest = newest;
    for (let back = 1; back < this.#times.length; back++) {
      const time = this.#times.fromEnd(back) ?? newest;
      if (back > 1 && nowMs - time > this.#windowMs) break;
      oldest = time;
      intervals = back;
    }
    // A stream that has stopped slows down on the meter instead of freezing at its last rate.
    const overdueMs = Math.max(0, nowMs - newest - this.#windowMs);
    const spanMs = newest - oldest + overdueMs;
    return spanMs > 0 ? (intervals * 1000) / spanMs : 0;
  }

  clear(): void {
    this.#times.clear();
  }
}
