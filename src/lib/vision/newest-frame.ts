/**
 * Room for one waiting frame. A newer one takes its place and the older one is closed and counted:
 * a queue would only make every answer late. Every frame put in is closed here or given away once.
 */
export interface Closable {
  close(): void;
}

export class NewestFrame<F extends Closable> {
  #waiting: F | undefined;
  #paused = false;
  #ended = false;
  #dropped = 0;
  #wake: (() => void) | undefined;

  /** Frames replaced by a newer one before anybody looked at them. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Somebody waits for a frame now. */
  get isAwaited(): boolean {
    return this.#wake !== undefined && !this.#paused && !this.#ended;
  }

  put(frame: F): void {
    if (this.#paused || this.#ended) {
      frame.close();
      return;
    }
    if (this.#waiting) {
      this.#waiting.close();
      this.#dropped++;
    }
    this.#waiting = frame;
    this.#wake?.();
  }

  /** The newest frame, to be closed by the caller; undefined when no more will come. */
  async take(): Promise<F | undefined> {
    while (!this.#waiting && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    const frame = this.#waiting;
    this.#waiting = undefined;
    return frame;
  }

  /** While paused, frames go by unseen and uncounted. */
  pause(paused: boolean): void {
    this.#paused = paused;
    if (paused) this.#discard();
  }

  /** No more frames; a waiting one is closed. */
  end(): void {
    this.#ended = true;
    this.#discard();
    this.#wake?.();
  }

  #discard(): void {
    this.#waiting?.close();
    this.#waiting = undefined;
  }
}
