/** The page's door to the worker that keeps models: one for each piece of work, gone with it. */
import { resolve } from '$app/paths';
import { Link, type CallOptions, type WorkerLike } from '#lib/engine/link.ts';
import { startInTurn } from '#lib/engine/start-in-turn.ts';
import type { Ending } from '#lib/engine/protocol.ts';
import type { ModelCalls } from './protocol.ts';

export type CallModels = <K extends keyof ModelCalls>(
  call: K,
  payload: ModelCalls[K]['request'],
  options?: CallOptions<ModelCalls[K]>,
) => Promise<Ending<ModelCalls[K]['result']>>;

/** Rejects for bugs only. */
export const callModels: CallModels = async (call, payload, options = {}) => {
  let worker: WorkerLike;
  try {
    worker = startInTurn(
      () =>
        new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'models' }),
    );
  } catch (error) {
    return { kind: 'failure', failure: { code: 'no-worker', detail: String(error) } };
  }
  // Gone from insecure pages, whatever the types say.
  const link = new Link<ModelCalls>(worker, { locks: navigator.locks as LockManager | undefined });
  try {
    return await link.call(call, payload, options).ending;
  } finally {
    link.close();
  }
};

/** Where models are served, as a worker needs it. */
export const modelsUrl = () => new URL(`${resolve('/')}models/`, location.href).href;
