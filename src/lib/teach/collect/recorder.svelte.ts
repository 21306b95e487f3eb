/**
 * Takes pictures for one class at a time: one at a tap, a stream while held, a counted series after
 * a countdown. It looks at the newest frame, and takes the next only when the last one is on disk:
 * nothing queues, and what is counted is kept.
 */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Captured, Shot } from './capture/protocol.ts';
import { adviseFrame, looksAlike, RecordingCoach, type FrameAdvice, type Look } from './coach.ts';

/** At most ten a second. */
export const frameMs = 100;
/** Let go before this and it was a tap: one picture. */
export const tapMs = 350;
/** A camera that opens within this still takes the picture of the tap that opened it. */
const lateMs = 3000;
/**
 * While nothing moves one frame in so many is kept all the same: whoever holds the button wants
 * samples, and the light and the camera's noise are never quite the same.
 */
export const keptAmongAlike = 12;

export interface BurstPlan {
  readonly count: number;
  readonly intervalMs: number;
  readonly delayMs: number;
}

/** The pictures taken between one press and its release. */
export interface Sitting {
  readonly classId: string;
  readonly burst: string;
}

export type RecorderState =
  | { readonly kind: 'idle' }
  /** The camera is being opened. */
  | { readonly kind: 'opening'; readonly classId: string }
  | { readonly kind: 'counting-down'; readonly classId: string; readonly seconds: number }
  | {
      readonly kind: 'recording';
      readonly classId: string;
      readonly taken: number;
      readonly alike: number;
      /** Of a counted series. */
      readonly total?: number;
    };

export interface RecorderParts {
  /** Opens the camera where it is not; false when there is none to be had. */
  readonly ready: () => Promise<boolean>;
  readonly takeFrame: () => Promise<ImageBitmap | undefined>;
  readonly capture: (frame: ImageBitmap) => Promise<Shot>;
  /** Resolves when the sample is on disk. */
  readonly keep: (captured: Captured, sitting: Sitting) => Promise<void>;
  readonly keepAlike: () => boolean;
  readonly newBurst: () => string;
  readonly now: () => number;
  /** Resolves early when aborted. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

export class Recorder {
  readonly #parts: RecorderParts;
  #state = $state.raw<RecorderState>({ kind: 'idle' });
  #advice = $state.raw<FrameAdvice>();
  #failure = $state.raw<Failure>();
  #stop: AbortController | undefined;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  get state(): RecorderState {
    return this.#state;
  }

  /** What the coach says of the last frames. */
  get advice(): FrameAdvice | undefined {
    return this.#advice;
  }

  /** Why the last recording stopped by itself. */
  get failure(): Failure | undefined {
    return this.#failure;
  }

  dismissFailure(): void {
    this.#failure = undefined;
  }

  /** Starts at once; a press while another recording runs is ignored. */
  press(classId: string): void {
    void this.#sit(classId, (stop) => this.#hold(classId, stop));
  }

  release(): void {
    this.#stop?.abort();
  }

  /** Counts down and takes a series; `release` ends it early. */
  runBurst(classId: string, plan: BurstPlan): void {
    void this.#sit(classId, (stop) => this.#series(classId, plan, stop));
  }

  async #sit(classId: string, work: (stop: AbortSignal) => Promise<void>): Promise<void> {
    if (this.#state.kind !== 'idle') return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#failure = undefined;
    this.#advice = undefined;
    this.#state = { kind: 'opening', classId };
    try {
      const askedAt = this.#parts.now();
      if (!(await this.#parts.ready())) return;
      // Let go long ago, while the browser was asking: nobody expects a picture any more.
      if (stop.signal.aborted && this.#parts.now() - askedAt > lateMs) return;
      await work(stop.signal);
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    } finally {
      this.#state = { kind: 'idle' };
      this.#stop = undefined;
    }
  }

  async #hold(classId: string, stop: AbortSignal): Promise<void> {
    const { now, wait, keepAlike, newBurst } = this.#parts;
    const sitting = { classId, burst: newBurst() };
    const pressedAt = now();
    const coach = new RecordingCoach();
    const kept: Look[] = [];
    let alike = 0;
    let alikeInARow = 0;
    const show = () => {
      this.#state = { kind: 'recording', classId, taken: kept.length, alike };
    };
    show();
    do {
      const startedAt = now();
      const shot = await this.#takeOne(stop);
      if (shot) {
        const { captured, tones } = shot;
        const look = { hash: captured.hash, tones };
        const same = looksAlike(look, kept);
        alikeInARow = same ? (alikeInARow + 1) % keptAmongAlike : 0;
        if (same && alikeInARow > 0 && !keepAlike()) alike++;
        else {
          await this.#parts.keep(captured, sitting);
          kept.push(look);
        }
        this.#advice = coach.hear(adviseFrame(captured.quality) ?? (same ? 'alike' : undefined));
        show();
      }
      const notBefore = kept.length === 1 ? pressedAt + tapMs : startedAt + frameMs;
      await wait(Math.max(0, notBefore - now()), stop);
    } while (!stop.aborted);
  }

  async #series(classId: string, plan: BurstPlan, stop: AbortSignal): Promise<void> {
    const { now, wait, newBurst } = this.#parts;
    for (let left = plan.delayMs; left > 0 && !stop.aborted; left -= 1000) {
      this.#state = { kind: 'counting-down', classId, seconds: Math.ceil(left / 1000) };
      await wait(Math.min(1000, left), stop);
    }
    const sitting = { classId, burst: newBurst() };
    const coach = new RecordingCoach();
    for (let taken = 0; taken < plan.count && !stop.aborted;) {
      this.#state = { kind: 'recording', classId, taken, alike: 0, total: plan.count };
      const startedAt = now();
      const shot = await this.#takeOne(stop);
      if (shot) {
        const { captured } = shot;
        await this.#parts.keep(captured, sitting);
        taken++;
        this.#advice = coach.hear(adviseFrame(captured.quality));
        this.#state = { kind: 'recording', classId, taken, alike: 0, total: plan.count };
      }
      if (taken < plan.count) {
        await wait(Math.max(0, startedAt + plan.intervalMs - now()), stop);
      }
    }
  }

  /** Undefined when the camera has no picture yet; waits a little then. */
  async #takeOne(stop: AbortSignal): Promise<Shot | undefined> {
    const frame = await this.#parts.takeFrame();
    if (frame) return this.#parts.capture(frame);
    await this.#parts.wait(frameMs, stop);
    return undefined;
  }
}
