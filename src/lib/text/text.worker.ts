/**
 * The worker of text: recurrent kernels in wasm, text models, and no TensorFlow.js. A bundle of its own,
 * so that it brings nothing of what other workers share.
 */
import { serve, type WorkerScope } from '#lib/engine/host.ts';
import * as wasm from '#lib/engine/kernels/modules/wasm.ts';
import { textRole } from './role.ts';

const modules = {
  wasm: () => Promise.resolve(wasm),
  webgpu: () => import('#lib/engine/kernels/modules/webgpu.ts'),
  cpu: () => import('#lib/engine/kernels/modules/cpu.ts'),
};

serve(self as unknown as WorkerScope, (lose) => Promise.resolve(textRole(lose, modules)), {
  locks: navigator.locks,
});
