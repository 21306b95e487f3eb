/**
 * One photo, one answer. Nothing of the engine is fetched before the first look: the vision code arrives by dynamic
 * import, TensorFlow.js stays in the worker.
 */
import type { BackendName } from '#lib/engine/backend.ts';
import type { Engine } from '#lib/engine/engine.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import type { Prediction } from '#lib/vision/prediction.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

type VisionCode = Awaited<ReturnType<typeof importVision>>;

export interface Answer {
  /** Best first. */
  readonly predictions: readonly Prediction[];
  /** Nothing it knows stands out. */
  readonly unknown: boolean;
  readonly inferMs: number;
  readonly backend: BackendName | undefined;
  /** Names for the labels, once per answer so that a change of language renames them. */
  readonly nameOf: VisionCode['labelName'];
}

export type LensState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'fetching'; readonly fraction?: number }
  | { readonly kind: 'looking' }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** The same as on See, so that both pages say the same of one photo. */
const surestUnknown = 0.35;
const shownPredictions = 4;

export class Lens {
  #state = $state.raw<LensState>({ kind: 'empty' });
  #engine: Engine<VisionCalls> | undefined;
  #code: Promise<VisionCode> | undefined;
  #newest = new AbortController();

  get state(): LensState {
    return this.#state;
  }

  /** Looks at a photo; a newer one takes its place. */
  async look(photo: () => Promise<Blob>): Promise<void> {
    this.#newest.abort();
    this.#newest = new AbortController();
    const { signal } = this.#newest;
    this.#state =
      this.#engine?.state.status === 'ready' ? { kind: 'looking' } : { kind: 'fetching' };
    try {
      const answer = await this.#answer(photo, signal);
      if (answer && !signal.aborted) this.#state = { kind: 'answer', answer };
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof FailureError)) throw error;
      this.#state = { kind: 'failed', failure: error.failure };
    }
  }

  close(): void {
    this.#newest.abort();
    this.#engine?.close();
    this.#engine = undefined;
  }

  async #answer(photo: () => Promise<Blob>, signal: AbortSignal): Promise<Answer | undefined> {
    const [code, blob] = await Promise.all([this.#import(), photo()]);
    const image = await code.readPhoto(blob);
    if (signal.aborted) return undefined;
    const engine = (this.#engine ??= this.#open(code));
    if (engine.state.status === 'failed') engine.retry();
    const stop = engine.subscribe(({ status, progress }) => {
      if (signal.aborted) return;
      if (status === 'ready') this.#state = { kind: 'looking' };
      else if (progress?.stage === 'download' && progress.total > 0)
        this.#state = { kind: 'fetching', fraction: progress.loaded / progress.total };
    });
    const { ending } = engine.call('classify', { image }, { signal, transfer: [image] });
    const end = await ending.finally(stop);
    if (end.kind === 'failure') throw new FailureError(end.failure.code, end.failure.detail);
    if (end.kind === 'cancelled') return undefined;
    const { predictions, times } = end.value;
    return {
      predictions: predictions.slice(0, shownPredictions),
      unknown: (predictions[0]?.score ?? 0) < surestUnknown,
      inferMs: times.preprocess + times.infer + times.post,
      backend: engine.state.current?.backend,
      nameOf: code.labelName,
    };
  }

  #open(code: VisionCode): Engine<VisionCalls> {
    return code.openVision({ pinned: code.pinnedBackend(new URLSearchParams(location.search)) });
  }

  #import(): Promise<VisionCode> {
    this.#code ??= importVision().catch((error: unknown) => {
      this.#code = undefined; // the next look tries again
      throw new FailureError('offline', String(error));
    });
    return this.#code;
  }
}

async function importVision() {
  const [{ openVision }, { readPhoto }, { labelName }, { backendNames }] = await Promise.all([
    import('#lib/vision/vision-engine.ts'),
    import('#lib/vision/photo.ts'),
    import('#lib/vision/labels/index.ts'),
    import('#lib/engine/backend.ts'),
  ]);
  const pinnedBackend = (query: URLSearchParams) =>
    backendNames.find((name) => name === query.get('backend'));
  return { openVision, readPhoto, labelName, pinnedBackend };
}

/** @throws FailureError `offline` when a sample cannot be fetched. */
export async function fetchSample(url: string): Promise<Blob> {
  try {
    const response = await fetch(url);
    if (response.ok) return await response.blob();
    throw new FailureError('offline', `${response.status} ${url}`);
  } catch (error) {
    throw error instanceof FailureError ? error : new FailureError('offline', String(error));
  }
}
