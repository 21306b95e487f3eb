/** Has the models that come with the app brought to this device, by a worker of its own. */
import { resolve } from '$app/paths';
import type { Filled } from '#lib/cache/fill.ts';
import type { FillAnswer, FillQuestion } from '#lib/cache/fill.worker.ts';
import { endWhenLaidAside } from '#lib/cache/laid-aside.ts';
import { FailureError } from '#lib/failure/failure.ts';

/**
 * @param verify reads and hashes what is there, too.
 * @throws FailureError as `fillBuiltIns` does, or `no-worker`
 */
export function fillModels(verify: boolean, onKept: (filled: Filled) => void): Promise<Filled> {
  const worker = new Worker(new URL('../cache/fill.worker.ts', import.meta.url), {
    type: 'module',
    name: 'fill',
  });
  const ended = new AbortController();
  endWhenLaidAside(worker, ended.signal);
  return new Promise<Filled>((done, fail) => {
    worker.onmessage = ({ data }: MessageEvent<FillAnswer>) => {
      if (data.kind === 'failed') fail(new FailureError(data.failure.code, data.failure.detail));
      else if (data.kind === 'filled') done(data);
      else onKept(data);
    };
    worker.onerror = ({ message }) => fail(new FailureError('no-worker', message));
    const baseUrl = new URL(`${resolve('/')}models/`, location.href).href;
    worker.postMessage({ baseUrl, verify } satisfies FillQuestion);
  }).finally(() => {
    ended.abort();
    worker.terminate();
  });
}
