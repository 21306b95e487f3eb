/**
 * The worker that gives the first label: vision on wasm and nothing else, in a bundle of its own. In
 * chunks shared with other backends and roles it would be half as large again, and come in three steps.
 * So it has no kernels but those of the built-in networks, not even to be loaded later.
 */
import { serve, type WorkerScope } from '#lib/engine/host.ts';
import * as wasm from '#lib/engine/backends/wasm.ts';
import { visionRole } from './role.ts';

const backends = { wasm: () => Promise.resolve(wasm) };

serve(self as unknown as WorkerScope, (lose) => Promise.resolve(visionRole(lose, backends)), {
  locks: navigator.locks,
});
