/**
 * The answer to "why?": a heat map for one label. Activation is quick enough to follow the live
 * picture; occlusion covers one place after another of a picture that stands still.
 */
import { pause } from '#lib/engine/pause.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Failure } from '#lib/failure/failure.ts';
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

/** Between two maps of a moving picture, so that the labels keep most of the worker's time. */
const FOLLOW_PAUSE_MS = 250;

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
  async start({ label, method, takePicture, follow }: ExplainOptions): Promise<void> {
    const changed = this.#asked?.label !== label || this.#asked.method !== method || !follow;
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.#asked = { label, method };
    if (changed) this.#heat = undefined;
    this.#failure = undefined;
    this.#busy = true;
    try {
      do {
        const image = await takePicture();
        if (running.signal.aborted) {
          image?.close();
          return;
        }
        if (image) await this.#explain(image, label, method, running.signal);
        if (follow) await pause(FOLLOW_PAUSE_MS, running.signal);
      } while (follow && !running.signal.aborted && !this.#failure);
    } finally {
      if (this.#running === running) this.#busy = false;
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

  async #explain(
    image: ImageBitmap,
    label: LabelId,
    method: HeatMap['method'],
    signal: AbortSignal,
  ): Promise<void> {
    this.#fraction = 0;
    const { ending } = this.#engine.call(
      'explain',
      { image, label, method },
      {
        signal,
        transfer: [image],
        onProgress: ({ fraction }) => {
          if (!signal.aborted) this.#fraction = fraction;
        },
      },
    );
    const outcome = await ending;
    if (signal.aborted) return;
    if (outcome.kind === 'result') this.#heat = outcome.value;
    if (outcome.kind === 'failure') this.#failure = outcome.failure;
  }
}
