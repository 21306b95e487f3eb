/**
 * A look at a GPU before its backend is downloaded: most machines that have only a software GPU, or
 * none, then pay a kilobyte for the trial instead of a hundred. In a worker of its own, because making a
 * WebGL context holds up whoever makes it.
 */
import type { Failure } from '#lib/failure/failure.ts';
import type { AdapterReport, BackendName } from './backend.ts';
import { isGpu } from './ladder.ts';

export type Glimpse =
  | { readonly kind: 'report'; readonly report: AdapterReport }
  | { readonly kind: 'failure'; readonly failure: Failure };

/** A driver that hangs is found again, and named, when the backend is opened. */
const limitMs = 10_000;

/** @returns undefined where nothing could be learnt: the backend itself will tell. */
export function glimpse(backend: BackendName, signal: AbortSignal): Promise<Glimpse | undefined> {
  if (!isGpu(backend)) return Promise.resolve(undefined);
  const worker = new Worker(new URL('./adapter.worker.ts', import.meta.url), {
    type: 'module',
    name: backend,
  });
  return new Promise<Glimpse | undefined>((resolve) => {
    const unknown = () => resolve(undefined);
    worker.addEventListener('message', ({ data }: MessageEvent<Glimpse>) => resolve(data));
    worker.addEventListener('error', unknown);
    setTimeout(unknown, limitMs);
    signal.addEventListener('abort', unknown, { once: true });
  }).finally(() => worker.terminate());
}
