/** The answer to "why?": a heat map for one label. What asks for it comes when somebody asks (`explain.ts`). */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import type { HeatMap, LabelId } from '#lib/vision/prediction.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

type ExplainCall = VisionCalls['explain'];

export interface ExplainEngine {
  call(
    name: 'explain',
    payload: ExplainCall['request'],
    options: CallOptions<ExplainCall>,
  ): RunningCall<ExplainCall>;
}

export interface ExplainOptions {
  readonly label: LabelId;
  readonly method: HeatMap['method'];
  /** The picture to explain now; handed over to the worker. Undefined while there is none. */
  readonly takePicture: () => Promise<ImageBitmap | undefined>;
  /** Again and again, for a picture that moves. */
  readonly follow: boolean;
}

export class Explanation {
  readonly #engine: ExplainEngine;
  #running: AbortController | undefined;
  #asked = $state.raw<{ label: LabelId; method: HeatMap['method'] }>();
  #heat = $state.raw<HeatMap>();
  #fraction = $state(0);
  #busy = $state(false);
  #failure = $state.raw<Failure>();

  constructor(engine: ExplainEngine) {
    this.#engine = engine;
  }

  /** What is being explained, and how; undefined when nobody asks why. */
  get asked(): { readonly label: LabelId; readonly method: HeatMap['method'] } | undefined {
    return this.#asked;
  }

  get heat(): HeatMap | undefined {
    return this.#heat;
  }

  /** 0..1 of the map that is being made. */
  get fraction(): number {
    return this.#fraction;
  }

  get busy(): boolean {
    return this.#busy;
  }

  get failure(): Failure | undefined {
    return this.#failure;
  }

  /** Explains until {@link stop}, or once for a picture that stands still. */
  async start(options: ExplainOptions): Promise<void> {
    const { label, method, follow } = options;
    const changed = this.#asked?.label !== label || this.#asked.method !== method || !follow;
    this.#running?.abort();
    const { signal } = (this.#running = new AbortController());
    this.#asked = { label, method };
    if (changed) this.#heat = undefined;
    this.#failure = undefined;
    this.#busy = true;
    try {
      const { explain } = await loadChunk(() => import('./explain.ts'));
      if (signal.aborted) return;
      await explain(this.#engine, options, signal, ({ heat, fraction, failure }) => {
        this.#fraction = fraction ?? this.#fraction;
        this.#heat = heat ?? this.#heat;
        this.#failure = failure ?? this.#failure;
      });
    } catch (error) {
      if (!(error instanceof FailureError)) throw error;
      this.#failure = error.failure;
    } finally {
      if (this.#running?.signal === signal) this.#busy = false;
    }
  }

  /** Cancels what runs and takes the map away. */
  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#asked = undefined;
    this.#heat = undefined;
    this.#failure = undefined;
    this.#busy = false;
  }
}
