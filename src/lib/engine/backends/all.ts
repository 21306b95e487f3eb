/** Every backend, for a worker that may be asked for any of them and to run any network. */
import type { BackendModules } from './open.ts';

export const allBackends = {
  webgpu: async () => ({
    ...(await import('./webgpu.ts')),
    more: () => import('./more/webgpu.ts'),
  }),
  webgl: async () => ({ ...(await import('./webgl.ts')), more: () => import('./more/webgl.ts') }),
  wasm: async () => ({ ...(await import('./wasm.ts')), more: () => import('./more/wasm.ts') }),
  cpu: async () => ({ ...(await import('./cpu.ts')), more: () => import('./more/cpu.ts') }),
} as const satisfies BackendModules;
