/** The page's door to the vision workers. No TensorFlow.js here. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import { glimpse } from '#lib/engine/glimpse.ts';
import type { VisionCalls } from './protocol.ts';
import { keepSpeed, knownSpeed } from './known-speeds.ts';
import { DEFAULT_MODELS, isModelId } from './models.ts';

export interface VisionOptions {
  readonly pinned?: BackendName | undefined;
  readonly models?: readonly string[];
  /** Where the prepared models are served. */
  readonly baseUrl?: string;
  /** Measures how quick it is even where that is known: who asks gets what is true now. */
  readonly measure?: boolean;
}

export function openVision({
  pinned,
  models = DEFAULT_MODELS,
  baseUrl = `${resolve('/')}models/`,
  measure = false,
}: VisionOptions): Engine<VisionCalls> {
  // The backend that answers first; others are tried behind its back and measured each time.
  const first = `wasm ${models.join(' ')}`;
  const engine = new Engine<VisionCalls>({
    pinned,
    // A backend that was asked for by name is opened whatever it computes on.
    glimpse: pinned ? undefined : glimpse,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    // The first worker runs what is built in only. Written out: the bundler finds workers by this very form.
    spawn: (backend) =>
      backend === 'wasm' && models.every(isModelId)
        ? new Worker(new URL('./first.worker.ts', import.meta.url), {
            type: 'module',
            name: 'vision wasm',
          })
        : new Worker(new URL('../worker.ts', import.meta.url), {
            type: 'module',
            name: `vision ${backend}`,
          }),
    openRequest: (backend) => ({
      backend,
      models,
      baseUrl: new URL(baseUrl, location.href).href,
      knownMs: backend === 'wasm' && !measure ? knownSpeed(first) : undefined,
    }),
  });
  engine.subscribe(({ current }) => {
    if (current?.backend === 'wasm') keepSpeed(first, current.medianMs);
  });
  return engine;
}
