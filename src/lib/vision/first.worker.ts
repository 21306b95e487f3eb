/**
 * The worker that gives the first label: vision on wasm and nothing else, in a bundle of its own. In
 * chunks shared with other backends and roles it would be half as large again, and come in three steps.
 * So it has no kernels but those of the built-in networks, not even to be loaded later.
 */
import { serve, type WorkerScope } from '#lib/engine/host.ts';
import * as wasm from '#lib/engine/backends/wasm.ts';
import { DEFAULT_MODELS } from './models.ts';
import type { VisionCalls } from './protocol.ts';
import { visionRole } from './role.ts';

const backends = { wasm: () => Promise.resolve(wasm) };

/** Started by `shell/boot.ts` while the page is still coming: it need not wait to be told what See opens first. */
const expected: VisionCalls['open']['request'] | undefined =
  self.name === 'vision first'
    ? {
        backend: 'wasm',
        models: DEFAULT_MODELS,
        // As built: this is in _app/immutable/workers/.
        baseUrl: new URL('../../../models/', self.location.href).href,
        measured: false,
      }
    : undefined;

serve(
  self as unknown as WorkerScope,
  (lose) => Promise.resolve(visionRole(lose, backends, expected)),
  { locks: navigator.locks },
);
