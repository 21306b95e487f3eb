/** What the timestamps of frames tell. They are in microseconds, from an origin no standard fixes. */

/** How old a frame is, counted from the frame that came quickest: the delay that the path adds. */
export class FrameClock {
  #quickestMs = Infinity;

  ageMs(timestampUs: number | undefined, nowMs: number): number {
    if (timestampUs === undefined) return 0;
    const offsetMs = nowMs - timestampUs / 1_000;
    this.#quickestMs = Math.min(this.#quickestMs, offsetMs);
    return offsetMs - this.#quickestMs;
  }
}

/** Shorter than this, a frame was not waited for: it had come while the worker was busy. */
const waitedForMs = 5;

/** Cameras stutter: so many frames are waited for before the quickest of the last tells the pace. */
const believed = 3;
const remembered = 12;

/**
 * Counts the frames that the browser itself dropped. While a worker computes it cannot read, and
 * a camera stream keeps only its newest frame; the gap between timestamps shows what went by.
 */
export class MissedFrames {
  #count = 0;
  #lastUs: number | undefined;
  readonly #nominalUs: number | undefined;
  #waitedUs: readonly number[] = [];

  /** @param frameRate what the camera says, until its frames have said better. */
  constructor(frameRate?: number) {
    if (frameRate) this.#nominalUs = 1_000_000 / frameRate;
  }

  get count(): number {
    return this.#count;
  }

  get #intervalUs(): number | undefined {
    return this.#waitedUs.length < believed ? this.#nominalUs : Math.min(...this.#waitedUs);
  }

  /** @param waitedMs how long the worker had been idle when the frame came. */
  saw(timestampUs: number | undefined, waitedMs: number): void {
    if (timestampUs === undefined) return;
    const gapUs = this.#lastUs === undefined ? 0 : timestampUs - this.#lastUs;
    this.#lastUs = timestampUs;
    if (gapUs <= 0) return;
    // An idle worker gets the very next frame, so that gap is the camera's true interval.
    if (waitedMs >= waitedForMs) this.#waitedUs = [...this.#waitedUs, gapUs].slice(-remembered);
    else if (this.#intervalUs) this.#count += Math.max(0, Math.round(gapUs / this.#intervalUs) - 1);
  }

  /** What goes by during a pause is nobody's loss. */
  forget(): void {
    this.#lastUs = undefined;
  }
}
