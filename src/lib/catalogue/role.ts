/** What the worker that keeps models does when it is called. */
import type { CallContext, Role } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/failure/load-chunk.ts';
import type { KeepingOptions } from './keeping/options.ts';
import type { ModelCalls, Transfer } from './protocol.ts';

const progressEveryMs = 100;

export function modelRole(): Role<ModelCalls> {
  return {
    handlers: {
      install: async (request, context) => {
        const { install } = await loadChunk(() => import('./keeping/install.ts'));
        return install(request, optionsOf(context));
      },
      bring: async (request, context) => {
        const { bring } = await loadChunk(() => import('./keeping/bring.ts'));
        return bring(request, optionsOf(context));
      },
      remove: async (request) => {
        const { remove } = await loadChunk(() => import('./keeping/remove.ts'));
        return remove(request);
      },
      verify: async ({ files }, context) => {
        const { verifyFiles } = await loadChunk(() => import('#lib/cache/verify.ts'));
        const { signal, tell } = optionsOf(context);
        return verifyFiles(files, {
          signal,
          onBytes: (loaded, total) => tell({ stage: 'verify', loaded, total }),
        });
      },
      pack: async (request, context) => {
        const { pack } = await loadChunk(() => import('./keeping/pack.ts'));
        return pack(request, optionsOf(context));
      },
      unpack: async (request, context) => {
        const { unpack } = await loadChunk(() => import('./keeping/unpack.ts'));
        return unpack(request, optionsOf(context));
      },
    },
  };
}

/** The page need not hear of every packet; of every stage it does, and of the last before a silence. */
function optionsOf({
  signal,
  progress,
}: Pick<CallContext<ModelCalls['install']>, 'signal' | 'progress'>): KeepingOptions {
  let told: Transfer | undefined;
  let newest: Transfer | undefined;
  let waiting = false;
  const say = () => {
    waiting = false;
    if (newest && newest !== told) progress(newest);
    told = newest;
  };
  return {
    signal,
    tell: (transfer) => {
      newest = transfer;
      if (transfer.stage !== told?.stage) say();
      else if (!waiting) {
        waiting = true;
        setTimeout(say, progressEveryMs);
      }
    },
  };
}
