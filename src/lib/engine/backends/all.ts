/** Every backend, for a worker that may be asked for any of them. */
import type { BackendModules } from './open.ts';

export const allBackends = {
  webgpu: () => import('./webgpu.ts'),
  webgl: () => import('./webgl.ts'),
  wasm: () => import('./wasm.ts'),
  cpu: () => import('./cpu.ts'),
} as const satisfies BackendModules;
