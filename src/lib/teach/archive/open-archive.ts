/** The page's door to the archive worker: one for each piece of work, gone with it. No TensorFlow.js here. */
import { resolve } from '$app/paths';
import { Link, type CallOptions, type WorkerLike } from '#lib/engine/link.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { ArchiveCalls } from './protocol.ts';

/** Rejects for bugs only. */
export async function callArchive<K extends keyof ArchiveCalls>(
  call: K,
  payload: ArchiveCalls[K]['request'],
  options: CallOptions<ArchiveCalls[K]> = {},
): Promise<Ending<ArchiveCalls[K]['result']>> {
  let worker: WorkerLike;
  try {
    worker = startInTurn(
      () =>
        new Worker(new URL('../../worker.ts', import.meta.url), {
          type: 'module',
          name: 'archive',
        }),
    );
  } catch (error) {
    return { kind: 'failure', failure: { code: 'no-worker', detail: String(error) } };
  }
  // Gone from insecure pages, whatever the types say.
  const link = new Link<ArchiveCalls>(worker, {
    locks: navigator.locks as LockManager | undefined,
  });
  try {
    return await link.call(call, payload, options).ending;
  } finally {
    link.close();
  }
}

/** Where the prepared models are served, as a worker needs it. */
export const modelsUrl = () => new URL(`${resolve('/')}models/`, location.href).href;
