/**
 * The project's own classes, live through the camera: which head answers, the steadied scores, and
 * whether the picture is like anything that was shown. Owns neither the camera nor the engine.
 */
import type { FrameSource } from '#lib/camera/frame-source.ts';
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { LiveFeed, type LiveEngine } from '#lib/vision/live-feed.ts';
import { RateMeter, Series } from '#lib/vision/meter.ts';
import type { HeatMap } from '#lib/vision/prediction.ts';
import { ScoreSmoother } from '#lib/vision/smoothing.ts';
import type { Answerer, ClassScore, TestResult, TrainerCalls } from '../trainer/protocol.ts';
import type { AnswerOrigin, SourceFollower, SourceProject } from './answer-source.ts';
import { HeadInUse, type AnswerEngine } from './head-in-use.svelte.ts';

export interface TestEngine extends LiveEngine, Pick<AnswerEngine, 'trunk' | 'toTrunk' | 'stay'> {
  call<K extends 'test' | 'answerWith' | 'look' | 'explain'>(
    name: K,
    payload: TrainerCalls[K]['request'],
    options: CallOptions<TrainerCalls[K]>,
  ): RunningCall<TrainerCalls[K]>;
}

export interface LiveTestOptions {
  readonly project: SourceProject;
  readonly follower: SourceFollower;
  readonly engine: TestEngine;
  /** A fresh frame source for one worker, or undefined while there is no camera. */
  readonly openSource: () => FrameSource | undefined;
  /** The picture that the camera shows now; undefined while there is none. */
  readonly grabFrame: () => Promise<ImageBitmap | undefined>;
  readonly now?: () => number;
}

/** The numbers of the runtime strip; refreshed a few times a second, so that they can be read. */
export interface TestVitals {
  readonly fps: number;
  /** From the camera's timestamp of a frame to its answer, in milliseconds. */
  readonly latencyMs: number;
  readonly dropped: number;
  readonly tensors: number;
  readonly bytes: number;
}

/** A picture that stands still, answered: a frozen frame, or one that was given. */
export interface Still {
  readonly picture: ImageBitmap;
  readonly result: TestResult;
}

const smoothingMs = 250;
const vitalsEveryMs = 500;
const historyFrames = 120;

export class LiveTest {
  readonly #options: LiveTestOptions;
  readonly #feed: LiveFeed<TestResult>;
  readonly #head: HeadInUse;
  readonly #smoother = new ScoreSmoother(smoothingMs);
  readonly #rate = new RateMeter();
  readonly #now: () => number;
  #vitalsAtMs = -Infinity;
  /** Counts the heads that have answered. */
  #heads = 0;
  #lookingAgain = false;

  #result = $state.raw<TestResult>();
  #scores = $state.raw<readonly ClassScore[]>([]);
  #vitals = $state.raw<TestVitals>();
  #stopped = $state.raw<Failure>();
  #still = $state.raw<Still>();

  readonly history = new Series(historyFrames);

  constructor(options: LiveTestOptions) {
    const { engine, project, follower, openSource, now = () => performance.now() } = options;
    this.#options = options;
    this.#now = now;
    this.#head = new HeadInUse({
      ...{ project, follower, engine },
      onUsed: () => {
        this.#heads++;
        void this.#lookAgain();
      },
    });
    this.#feed = new LiveFeed({
      engine,
      begin: (request, call) => engine.call('test', request, call),
      openSource,
      onResult: (result) => this.#take(result),
      // A worker that was lost is the engine's to replace; the feed goes on with the next one.
      onStopped: (failure) => {
        if (this.engine.status === 'ready') this.#stopped = failure;
      },
    });
  }

  get engine(): EngineState {
    return this.#head.engine;
  }

  /** The newest live frame's answer, or that of the picture that stands still. */
  get result(): TestResult | undefined {
    return this.#still?.result ?? this.#result;
  }

  /** Every answer class, best first, steadied while live; empty before the first answer. */
  get scores(): readonly ClassScore[] {
    return this.#still?.result.scores ?? this.#scores;
  }

  /** What answers; undefined while nothing was learnt. */
  get origin(): AnswerOrigin | undefined {
    return this.#head.origin;
  }

  get answerer(): Answerer | undefined {
    return this.#head.answerer;
  }

  get vitals(): TestVitals | undefined {
    return this.#vitals;
  }

  /** A trunk that the chosen run needs and that cannot be opened. */
  get refused(): HeadInUse['refused'] {
    return this.#head.refused;
  }

  /** Tries again to open it. */
  retryTrunk(): void {
    this.#head.retry();
  }

  /** Why the worker gave up on the camera's frames, if it did. */
  get stopped(): Failure | undefined {
    return this.#stopped;
  }

  get still(): Still | undefined {
    return this.#still;
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

  /** Holds the picture that the camera shows now. @throws FailureError of the worker */
  async freeze(): Promise<void> {
    const picture = await this.#options.grabFrame();
    if (picture) await this.show(picture);
  }

  /**
   * Answers a picture, and keeps it here until {@link backToLive}: whenever something else answers, so does the picture.
   * @throws FailureError of the worker
   */
  async show(picture: ImageBitmap): Promise<void> {
    const heads = this.#heads;
    const end = await this.#look(picture);
    if (end.kind !== 'result') picture.close();
    if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
    if (end.kind === 'cancelled') return;
    this.#setStill({ picture, result: end.value });
    this.#feed.pause(true);
    // One that came meanwhile may have been too late for it.
    if (heads !== this.#heads) void this.#lookAgain();
  }

  backToLive(): void {
    this.#setStill(undefined);
    this.#feed.pause(false);
  }

  /** Where the picture that stands still speaks for a class. @throws FailureError of the worker */
  async explain(
    classId: string,
    onProgress: (fraction: number) => void,
    signal: AbortSignal,
  ): Promise<HeatMap | undefined> {
    if (!this.#still) return undefined;
    const image = await createImageBitmap(this.#still.picture);
    const { ending } = this.#options.engine.call(
      'explain',
      { image, classId },
      { signal, transfer: [image], onProgress: ({ fraction }) => onProgress(fraction) },
    );
    const end = await ending;
    if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
    return end.kind === 'result' ? end.value : undefined;
  }

  close(): void {
    this.#feed.close();
    this.#head.close();
    this.#setStill(undefined);
  }

  async #look(picture: ImageBitmap): Promise<Ending<TestResult>> {
    const image = await createImageBitmap(picture);
    return this.#options.engine.call('look', { image }, { transfer: [image] }).ending;
  }

  /** By the newest head, however many come meanwhile. */
  async #lookAgain(): Promise<void> {
    if (this.#lookingAgain) return;
    this.#lookingAgain = true;
    try {
      for (let heads = -1; this.#still && heads !== this.#heads;) {
        heads = this.#heads;
        const { picture } = this.#still;
        const end = await this.#look(picture);
        // A worker that was lost is told of its head when it is back, and then looks again.
        if (end.kind === 'result' && this.#still?.picture === picture) {
          this.#still = { picture, result: end.value };
        }
      }
    } finally {
      this.#lookingAgain = false;
    }
  }

  #setStill(still: Still | undefined): void {
    this.#still?.picture.close();
    this.#still = still;
  }

  #take(result: TestResult): void {
    const now = this.#now();
    const { times } = result;
    const latencyMs = times.transfer + times.preprocess + times.infer + times.post;
    this.#rate.tick(now);
    this.history.push(latencyMs);
    this.#smoother.update(
      result.scores.map(({ classId, score }) => ({ label: classId, score })),
      now,
    );
    this.#result = result;
    this.#stopped = undefined;
    this.#scores = this.#steadied(result);
    if (now - this.#vitalsAtMs < vitalsEveryMs) return;
    this.#vitalsAtMs = now;
    this.#vitals = {
      fps: this.#rate.rate(now),
      latencyMs,
      dropped: result.dropped,
      tensors: result.memory.tensors,
      bytes: result.memory.bytes,
    };
  }

  #steadied({ scores }: TestResult): readonly ClassScore[] {
    return scores
      .map(({ classId }) => ({ classId, score: this.#smoother.scores.get(classId) ?? 0 }))
      .sort((a, b) => b.score - a.score);
  }

  #forget(): void {
    this.#smoother.reset();
    this.#rate.clear();
    this.history.clear();
    this.#vitalsAtMs = -Infinity;
    this.#result = undefined;
    this.#scores = [];
    this.#vitals = undefined;
    this.#stopped = undefined;
  }
}
