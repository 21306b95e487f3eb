/**
 * The live stream as the page sees it: the newest result, the steadied answer and how well it runs.
 * Joins an engine and a camera track; owns neither.
 */
import type { FrameSource } from '#lib/camera/frame-source.ts';
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { LiveFeed, type LiveEngine } from '#lib/vision/live-feed.ts';
import { RateMeter, Series } from '#lib/vision/meter.ts';
import type { FrameResult } from '#lib/vision/prediction.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';
import { rank, type Ranking } from '#lib/vision/ranking.ts';
import { ScoreSmoother } from '#lib/vision/smoothing.ts';
import { defaultSettings, type SeeSettings } from './settings.ts';

/** The numbers of the runtime strip; refreshed a few times a second, so that they can be read. */
export interface Vitals {
  readonly fps: number;
  /** From the camera's timestamp of a frame to its answer, in milliseconds. */
  readonly latencyMs: number;
  readonly dropped: number;
  readonly tensors: number;
  readonly bytes: number;
}

const VITALS_EVERY_MS = 500;
const HISTORY_FRAMES = 120;

type Live = VisionCalls['live'];

export interface SessionEngine extends LiveEngine {
  /** Waits for the first worker where there is none yet. */
  call(name: 'live', payload: Live['request'], options: CallOptions<Live>): RunningCall<Live>;
}

export interface LiveSessionOptions {
  readonly engine: SessionEngine;
  /** A fresh frame source for one worker, or undefined while there is no camera. */
  readonly openSource: () => FrameSource | undefined;
  readonly now?: () => number;
}

export class LiveSession {
  readonly #feed: LiveFeed<FrameResult>;
  readonly #now: () => number;
  readonly #smoother = new ScoreSmoother(defaultSettings.smoothingMs);
  readonly #rate = new RateMeter();
  readonly #unsubscribe: () => void;
  #vitalsAtMs = -Infinity;

  #engine = $state.raw<EngineState>({ status: 'starting', attempts: [] });
  #result = $state.raw<FrameResult>();
  #ranking = $state.raw<Ranking>();
  #vitals = $state.raw<Vitals>();
  #stopped = $state.raw<Failure>();
  #settings = defaultSettings;

  /** Total milliseconds of recent frames, for the debug overlay. */
  readonly history = new Series(HISTORY_FRAMES);

  constructor({ engine, openSource, now = () => performance.now() }: LiveSessionOptions) {
    this.#now = now;
    this.#unsubscribe = engine.subscribe((state) => (this.#engine = state));
    this.#feed = new LiveFeed({
      engine,
      begin: (request, options) => engine.call('live', request, options),
      openSource,
      onResult: (result) => this.#take(result),
      // A worker that was lost is the engine's to replace; the feed goes on with the next one.
      onStopped: (failure) => {
        if (this.#engine.status === 'ready') this.#stopped = failure;
      },
    });
  }

  get engine(): EngineState {
    return this.#engine;
  }

  /** The newest frame's answer, unsmoothed. */
  get result(): FrameResult | undefined {
    return this.#result;
  }

  /** The steadied answer; undefined until the first frame of this camera. */
  get ranking(): Ranking | undefined {
    return this.#ranking;
  }

  get vitals(): Vitals | undefined {
    return this.#vitals;
  }

  /** Why the worker gave up on the camera's frames, if it did. */
  get stopped(): Failure | undefined {
    return this.#stopped;
  }

  adjust(settings: SeeSettings): void {
    this.#settings = settings;
    this.#smoother.timeConstantMs = settings.smoothingMs;
    if (this.#result) this.#ranking = rank(this.#smoother.scores, settings);
  }

  /** Begins with the camera's frames; again whenever the camera has another track. */
  start(): void {
    this.#forget();
    this.#feed.start();
  }

  stop(): void {
    this.#feed.stop();
    this.#forget();
  }

  pause(paused: boolean): void {
    this.#feed.pause(paused);
    if (paused) this.#rate.clear();
  }

  close(): void {
    this.#feed.close();
    this.#unsubscribe();
  }

  #take(result: FrameResult): void {
    const now = this.#now();
    const { times } = result;
    const latencyMs = times.transfer + times.preprocess + times.infer + times.post;
    this.#rate.tick(now);
    this.history.push(latencyMs);
    // Other networks, other labels: nothing of the old answer is to fade out beside the new one.
    if (this.#result && String(this.#result.models) !== String(result.models)) {
      this.#smoother.reset();
    }
    this.#smoother.update(result.predictions, now);
    this.#result = result;
    this.#stopped = undefined;
    this.#ranking = rank(this.#smoother.scores, this.#settings);
    if (now - this.#vitalsAtMs < VITALS_EVERY_MS) return;
    this.#vitalsAtMs = now;
    this.#vitals = {
      fps: this.#rate.rate(now),
      latencyMs,
      dropped: result.dropped,
      tensors: result.memory.tensors,
      bytes: result.memory.bytes,
    };
  }

  #forget(): void {
    this.#smoother.reset();
    this.#rate.clear();
    this.history.clear();
    this.#vitalsAtMs = -Infinity;
    this.#result = undefined;
    this.#ranking = undefined;
    this.#stopped = undefined;
  }
}
