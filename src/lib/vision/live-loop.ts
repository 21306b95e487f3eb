/**
 * Looks at the newest frame, again and again: one in flight, none in a queue. The same for frames
 * that stream in by themselves and for frames that the page posts one by one when asked.
 */
import { pause } from '#lib/engine/pause.ts';
import { FrameClock, MissedFrames } from './frame-clock.ts';
import { NewestFrame, type Closable } from './newest-frame.ts';

export interface LiveCounters {
  /** Milliseconds between the camera's timestamp and the look, as far as it can be known. */
  readonly transfer: number;
  readonly dropped: number;
  /** Frames looked at, this one included. */
  readonly frames: number;
}

/** For a picture that is looked at by itself. */
export const stillFrame: LiveCounters = { transfer: 0, dropped: 0, frames: 1 };

/** A frame with a clock of its own in microseconds (VideoFrame), or without one (ImageBitmap). */
export interface LiveFrame extends Closable {
  readonly timestamp?: number;
}

export interface LiveLoopOptions<F extends LiveFrame> {
  /** Frames by themselves; absent when the page posts them with {@link LiveLoop.post}. */
  readonly readable?: ReadableStream<F> | undefined;
  /** Asks the page for one frame. */
  readonly want: () => void;
  /** Looks at one frame; must not keep it. */
  readonly look: (frame: F, counters: LiveCounters) => Promise<void>;
  readonly signal: AbortSignal;
  readonly maxFps?: number | undefined;
  /** Frames a second that the camera says it gives. */
  readonly frameRate?: number | undefined;
  readonly now?: () => number;
}

export class LiveLoop<F extends LiveFrame> {
  readonly #options: LiveLoopOptions<F>;
  readonly #newest = new NewestFrame<F>();
  readonly #now: () => number;
  readonly #clock = new FrameClock();
  readonly #missed: MissedFrames;
  /** A frame was asked for and has not come yet. */
  #owed = false;
  #intervalMs = 0;
  #frames = 0;
  #waitingSinceMs = 0;

  constructor(options: LiveLoopOptions<F>) {
    this.#options = options;
    this.#now = options.now ?? (() => performance.now());
    this.#missed = new MissedFrames(options.frameRate);
    this.cap(options.maxFps);
  }

  /** At most so many looks a second, from the next one on. */
  cap(maxFps: number | undefined): void {
    this.#intervalMs = maxFps ? 1_000 / maxFps : 0;
  }

  /** Takes a frame from the page and closes it, now or later. */
  post(frame: F): void {
    this.#owed = false;
    this.#missed.saw(frame.timestamp, 0);
    this.#newest.put(frame);
  }

  pause(paused: boolean): void {
    this.#newest.pause(paused);
    this.#missed.forget();
    if (this.#newest.isAwaited) this.#ask();
  }

  /** Settles when the source has ended. @throws the signal's reason, or what `look` throws */
  async run(): Promise<void> {
    const { signal, readable, look } = this.#options;
    const reader = readable?.getReader();
    const stop = () => this.#newest.end();
    signal.addEventListener('abort', stop, { once: true });
    const reading = reader && this.#read(reader);
    try {
      for (let dueMs = -Infinity; ;) {
        await pause(dueMs - this.#now(), signal);
        signal.throwIfAborted();
        const frame = await this.#next();
        if (!frame) break;
        // On time, the beat goes on from when it was due, or a 30 Hz camera would be halved twice.
        const late = this.#now() - dueMs;
        dueMs = (late < this.#intervalMs ? dueMs : this.#now()) + this.#intervalMs;
        try {
          const transfer = this.#clock.ageMs(frame.timestamp, this.#now());
          const dropped = this.#newest.dropped + this.#missed.count;
          await look(frame, { transfer, dropped, frames: ++this.#frames });
        } finally {
          frame.close();
        }
      }
      signal.throwIfAborted();
      await reading;
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
      // Rejects only when the stream has already broken, which `reading` reports.
      await reader?.cancel().catch(() => undefined);
    }
  }

  #next(): Promise<F | undefined> {
    this.#waitingSinceMs = this.#now();
    const taking = this.#newest.take();
    if (this.#newest.isAwaited) this.#ask();
    return taking;
  }

  #ask(): void {
    if (this.#options.readable || this.#owed) return;
    this.#owed = true;
    this.#options.want();
  }

  async #read(reader: ReadableStreamDefaultReader<F>): Promise<void> {
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        const waitedMs = this.#newest.isAwaited ? this.#now() - this.#waitingSinceMs : 0;
        this.#missed.saw(value.timestamp, waitedMs);
        this.#newest.put(value);
      }
    } finally {
      this.#newest.end();
    }
  }
}
