/**
 * The asking of "why?". Activation is quick enough to follow the live picture; occlusion covers one place
 * after another of a picture that stands still.
 */
import { pause } from '#lib/engine/pause.ts';
import type { Failure } from '#lib/failure/failure.ts';
import type { HeatMap } from '#lib/vision/prediction.ts';
import type { ExplainEngine, ExplainOptions } from './explanation.svelte.ts';

/** Between two maps of a moving picture, so that the labels keep most of the worker's time. */
const FOLLOW_PAUSE_MS = 250;

export interface Explained {
  readonly heat?: HeatMap;
  /** 0..1 of the map that is being made. */
  readonly fraction?: number;
  readonly failure?: Failure;
}

/** Tells of maps until `signal` says stop or one fails; of one for a picture that stands still. */
export async function explain(
  engine: ExplainEngine,
  { label, method, takePicture, follow }: ExplainOptions,
  signal: AbortSignal,
  tell: (explained: Explained) => void,
): Promise<void> {
  const stopped = () => signal.aborted;
  do {
    const image = await takePicture();
    if (stopped()) return image?.close();
    if (image) {
      tell({ fraction: 0 });
      const payload = { image, label, method };
      const onProgress = (progress: Explained) => {
        if (!stopped()) tell(progress);
      };
      const { ending } = engine.call('explain', payload, { signal, transfer: [image], onProgress });
      const outcome = await ending;
      if (stopped()) return;
      if (outcome.kind === 'result') tell({ heat: outcome.value });
      if (outcome.kind === 'failure') return tell({ failure: outcome.failure });
    }
    if (follow) await pause(FOLLOW_PAUSE_MS, signal);
  } while (follow && !stopped());
}
