import {
  engine,
  registerBackend,
  registerKernel,
  setBackend,
  type KernelBackend,
  type KernelConfig,
} from '@tensorflow/tfjs-core';
import { loadChunk } from '#lib/engine/load-chunk.ts';

export type LoadKernels = () => Promise<{ readonly kernels: readonly KernelConfig[] }>;

/** Registers only the kernels in use; an unregistered one throws when called. */
export async function useBackend(
  name: string,
  backend: KernelBackend,
  kernels: readonly KernelConfig[],
): Promise<void> {
  registerBackend(name, () => backend);
  for (const kernel of kernels) registerKernel(kernel);
  await setBackend(name);
}

/** What this worker's backend can still register. */
let waiting: LoadKernels | undefined;

/** Says where kernels are that few networks need; nothing is loaded yet. */
export function offerKernels(load: LoadKernels | undefined): void {
  waiting = load;
}

/** For a network that somebody brought. Does nothing when they are there. @throws FailureError `offline` */
export async function registerMoreKernels(): Promise<void> {
  const load = waiting;
  if (!load) return;
  const { kernels } = await loadChunk(load);
  if (waiting !== load) return;
  waiting = undefined;
  for (const kernel of kernels) {
    registerKernel(kernel);
    // TensorFlow.js does this itself only for those that are there when the backend is chosen.
    kernel.setupFunc?.(engine().backend);
  }
}
