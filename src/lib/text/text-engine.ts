/** The page's door to the text workers. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import { glimpse } from '#lib/engine/glimpse.ts';
import type { TextCalls } from './protocol.ts';

export interface TextOptions {
  readonly pinned?: BackendName | undefined;
  /** Fetched while the worker starts; others come with their first reading. */
  readonly models?: readonly string[];
  /** Where the prepared models are served. */
  readonly baseUrl?: string;
}

export function openText({
  pinned,
  models = [],
  baseUrl = `${resolve('/')}models/`,
}: TextOptions): Engine<TextCalls> {
  return new Engine<TextCalls>({
    pinned,
    // Nobody has written recurrent kernels for WebGL.
    suitable: ['wasm', 'webgpu', 'cpu'],
    // A backend that was asked for by name is opened whatever it computes on.
    glimpse: pinned ? undefined : glimpse,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    // Written out: the bundler finds workers by this very form.
    spawn: (backend) =>
      new Worker(new URL('./text.worker.ts', import.meta.url), {
        type: 'module',
        name: `text ${backend}`,
      }),
    openRequest: (backend) => ({ backend, models, baseUrl: new URL(baseUrl, location.href).href }),
  });
}
