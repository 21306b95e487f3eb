/**
 * Keeps one live call running on whichever worker the engine has now. A worker is replaced when a
 * quicker backend is ready or when it dies; each one gets a fresh frame source, because a stream
 * handed to a dead worker is gone with it.
 */
import type { FrameSource } from '#lib/camera/frame-source.ts';
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
import { frameCap } from './frame-cap.ts';
import type { LiveCall } from './protocol.ts';

/** As much of an engine as a feed needs. */
export interface LiveEngine {
  subscribe(listener: (state: EngineState) => void): () => void;
  /** Another worker has taken over, by choice or after a loss. */
  onReplaced(listener: () => void): () => void;
}

export interface LiveFeedOptions<Result> {
  readonly engine: LiveEngine;
  /** Makes the live call to the engine's worker. */
  readonly begin: (
    request: LiveCall<Result>['request'],
    options: CallOptions<LiveCall<Result>>,
  ) => RunningCall<LiveCall<Result>>;
  /** A fresh source, or undefined while there is no camera. */
  readonly openSource: () => FrameSource | undefined;
  readonly onResult: (result: Result) => void;
  /** The source ran dry (`undefined`) or the worker could not go on. */
  readonly onStopped: (failure: Failure | undefined) => void;
}

interface Run<Result> {
  readonly stop: AbortController;
  readonly source: FrameSource;
  readonly call: RunningCall<LiveCall<Result>>;
  /** A frame of it has been answered. */
  answered: boolean;
}

export class LiveFeed<Result> {
  readonly #options: LiveFeedOptions<Result>;
  readonly #unsubscribe: readonly (() => void)[];
  #run: Run<Result> | undefined;
  #wanted = false;
  #paused = false;
  #ready = false;
  /** A source is wanted as soon as there is a worker to take it. */
  #waiting = false;

  constructor(options: LiveFeedOptions<Result>) {
    this.#options = options;
    this.#unsubscribe = [
      options.engine.onReplaced(() => this.#attach()),
      options.engine.subscribe(({ status }) => {
        this.#ready = status === 'ready';
        // A moment later: a worker in the place of another is told of twice, and of a stream that is closed
        // as soon as it was sent Chromium keeps the tracks.
        if (this.#ready && this.#waiting) queueMicrotask(() => this.#waiting && this.#attach());
      }),
      frameCap.subscribe((maxFps) => this.#run?.call.update({ kind: 'cap', maxFps })),
    ];
  }

  get running(): boolean {
    return this.#run !== undefined;
  }

  /** Starts, or starts afresh when the camera has changed. */
  start(): void {
    this.#wanted = true;
    this.#attach();
  }

  stop(): void {
    this.#wanted = false;
    this.#detach();
  }

  /** A paused worker lets frames go by unseen. Holds for every worker to come. */
  pause(paused: boolean): void {
    if (this.#paused === paused) return;
    this.#paused = paused;
    this.#run?.call.update({ kind: 'pause', paused });
  }

  close(): void {
    this.stop();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }

  #attach(): void {
    this.#detach();
    const { begin, openSource } = this.#options;
    // A frame that reaches Chromium's stream before its transfer is never closed, and a camera gives
    // few frames at a time: after some visits none would come. So the stream is made when it can leave.
    this.#waiting = this.#wanted && !this.#ready;
    if (!this.#wanted || !this.#ready) return;
    const source = openSource();
    if (!source) return;
    const stop = new AbortController();
    const call = begin(
      { input: source.input, ...(frameCap.maxFps && { maxFps: frameCap.maxFps }) },
      {
        signal: stop.signal,
        transfer: source.transfer,
        onProgress: (progress) => {
          if (this.#run !== run) return;
          if (progress.kind === 'want') source.pump?.(call);
          else {
            run.answered = true;
            this.#options.onResult(progress.result);
          }
        },
      },
    );
    const run: Run<Result> = { stop, source, call, answered: false };
    this.#run = run;
    if (this.#paused) call.update({ kind: 'pause', paused: true });
    void this.#watch(run);
  }

  async #watch(run: Run<Result>): Promise<void> {
    const ending = await run.call.ending;
    if (this.#run !== run) return;
    run.source.close();
    this.#run = undefined;
    switch (ending.kind) {
      case 'cancelled':
        return;
      case 'failure':
        return this.#options.onStopped(ending.failure);
      case 'result':
        // Some browsers end a stream while its camera goes on. One that gave nothing is not tried again:
        // its camera has ended too, and says so itself.
        if (run.answered) this.#attach();
        if (!this.#run) this.#options.onStopped(undefined);
    }
  }

  #detach(): void {
    const run = this.#run;
    this.#run = undefined;
    run?.stop.abort();
    run?.source.close();
  }
}
