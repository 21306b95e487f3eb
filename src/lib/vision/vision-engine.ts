/** The page's door to the vision workers. No TensorFlow.js here. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import { glimpse } from '#lib/engine/glimpse.ts';
import type { VisionCalls } from './protocol.ts';
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
  return new Engine<VisionCalls>({
    pinned,
    // A backend that was asked for by name is opened whatever it computes on.
    glimpse: pinned ? undefined : glimpse,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    // The first worker runs what is built in only. Written out: the bundler finds workers by this very form.
    spawn: (backend) =>
      backend === 'wasm' && models.every(isModelId)
        ? (models === DEFAULT_MODELS && !measure && begun()) ||
          new Worker(new URL('./first.worker.ts', import.meta.url), {
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
      measured: measure || backend !== 'wasm',
    }),
    // wasm answers first; others are tried behind its back, and measured as they open.
    measure: async (link) => (await import('./known-speeds.ts')).speedOf(models, link),
  });
}

/** The worker that `shell/boot.ts` has started, for the first who asks. */
function begun(): Worker | undefined {
  const { firstWorker } = window;
  delete window.firstWorker;
  return firstWorker;
}
