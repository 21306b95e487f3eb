/** The page's doors to the two trainer workers. No TensorFlow.js here. */
import { resolve } from '$app/paths';
import type { BackendName } from '#lib/engine/backend.ts';
import { Engine } from '#lib/engine/engine.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import type { TrainerCalls } from './protocol.ts';

export type TrainerEngine = Engine<TrainerCalls>;

export interface TrainerOptions {
  readonly trunk: string;
  readonly pinned?: BackendName | undefined;
  /** Where the prepared models are served. */
  readonly baseUrl?: string;
}

/**
 * Embeds and trains. It stays off the GPU: small heads are slower there, a swap of backends would
 * end a training, the live test needs the GPU for itself, and the same seed shall give the same
 * weights on a phone and on a workstation.
 */
export function openTrainer({ pinned, ...options }: TrainerOptions): TrainerEngine {
  return open('trainer', {
    ...options,
    pinned: pinned === 'cpu' ? pinned : undefined,
    suitable: ['wasm', 'cpu'],
  });
}

/** Looks through the camera, on the quickest backend that this device has. */
export function openTester(options: TrainerOptions): TrainerEngine {
  return open('tester', options);
}

function open(
  role: 'trainer' | 'tester',
  {
    trunk,
    pinned,
    suitable,
    baseUrl = `${resolve('/')}models/`,
  }: TrainerOptions & { readonly suitable?: readonly BackendName[] },
): TrainerEngine {
  return new Engine<TrainerCalls>({
    pinned,
    suitable,
    // Gone from insecure pages, whatever the types say.
    locks: navigator.locks as LockManager | undefined,
    spawn: (backend) =>
      startInTurn(
        () =>
          new Worker(new URL('../../worker.ts', import.meta.url), {
            type: 'module',
            name: `${role} ${backend}`,
          }),
      ),
    openRequest: (backend) => ({ backend, trunk, baseUrl: new URL(baseUrl, location.href).href }),
  });
}
