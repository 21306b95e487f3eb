/**
 * The worker of text: recurrent kernels and text models, and no TensorFlow.js. A bundle of its own, so that it
 * brings nothing of what other workers share.
 */
import { serve, type WorkerScope } from '#lib/engine/host.ts';
import { textRole } from './role.ts';

const modules = {
  webgpu: () => import('#lib/engine/kernels/modules/webgpu.ts'),
  wasm: () => import('#lib/engine/kernels/modules/wasm.ts'),
  cpu: () => import('#lib/engine/kernels/modules/cpu.ts'),
};

serve(self as unknown as WorkerScope, (lose) => Promise.resolve(textRole(lose, modules)), {
  locks: navigator.locks,
});
