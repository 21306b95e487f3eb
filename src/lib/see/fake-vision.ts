/** A vision engine for tests: calls are answered by hand. */
import type { EngineState } from '#lib/engine/engine-state.ts';
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { FrameResult, Prediction } from '#lib/vision/prediction.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

export interface FakeCall<K extends keyof VisionCalls = keyof VisionCalls> {
  readonly name: K;
  readonly payload: VisionCalls[K]['request'];
  readonly options: CallOptions<VisionCalls[K]>;
  readonly updates: unknown[];
  end(ending: Ending<VisionCalls[K]['result']>): void;
}

export class FakeVision {
  readonly calls: FakeCall[] = [];
  state: EngineState = { status: 'ready', attempts: [] };
  #replaced: (() => void) | undefined;
  readonly #listeners = new Set<(state: EngineState) => void>();

  call<K extends keyof VisionCalls>(
    name: K,
    payload: VisionCalls[K]['request'],
    options: CallOptions<VisionCalls[K]>,
  ): RunningCall<VisionCalls[K]> {
    const updates: unknown[] = [];
    let end: FakeCall<K>['end'] = () => undefined;
    const ending = new Promise<Ending<VisionCalls[K]['result']>>((resolve) => (end = resolve));
    options.signal?.addEventListener('abort', () => end({ kind: 'cancelled' }));
    this.calls.push({ name, payload, options, updates, end } as unknown as FakeCall);
    return { ending, update: (update) => updates.push(update) > 0 };
  }

  subscribe(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    listener(this.state);
    return () => this.#listeners.delete(listener);
  }

  become(status: EngineState['status'], failure?: Failure): void {
    this.state = { ...this.state, status, ...(failure && { failure }) };
    for (const listener of this.#listeners) listener(this.state);
  }

  retry(): void {}

  retire(): void {}

  close(): void {}

  onReplaced(listener: () => void): () => void {
    this.#replaced = listener;
    return () => (this.#replaced = undefined);
  }

  /** Another worker takes over. */
  replace(): void {
    this.#replaced?.();
  }

  /** The calls of one kind, oldest first. */
  named<K extends keyof VisionCalls>(name: K): FakeCall<K>[] {
    return this.calls.filter((call) => call.name === name) as unknown as FakeCall<K>[];
  }

  /** Lets the newest live call tell a result. */
  show(result: FrameResult): void {
    this.named('live').at(-1)?.options.onProgress?.({ kind: 'frame', result });
  }
}

export function frameResult(predictions: readonly Prediction[]): FrameResult {
  return {
    predictions,
    detections: predictions.map((prediction) => ({
      ...prediction,
      box: { x: 0, y: 0, width: 0.5, height: 0.5 },
    })),
    times: { transfer: 4, preprocess: 2, infer: 30, post: 1 },
    memory: { tensors: 100, bytes: 1000 },
    dropped: 3,
    frames: 10,
    width: 640,
    height: 480,
    models: ['test'],
  };
}
