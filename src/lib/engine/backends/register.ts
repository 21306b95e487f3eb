import {
  engine,
  registerBackend,
  registerKernel,
  setBackend,
  type KernelBackend,
  type KernelConfig,
} from '@tensorflow/tfjs-core';
import { loadChunk } from '#lib/engine/load-chunk.ts';

type LoadMore = () => Promise<{ readonly kernels: readonly KernelConfig[] }>;

/** What this worker's backend can still register. */
let waiting: LoadMore | undefined;

/**
 * Registers only the kernels in use; an unregistered one throws when called.
 * @param more kernels that few networks need, see `registerMoreKernels`.
 */
export async function useBackend(
  name: string,
  backend: KernelBackend,
  kernels: readonly KernelConfig[],
  more?: LoadMore,
): Promise<void> {
  registerBackend(name, () => backend);
  for (const kernel of kernels) registerKernel(kernel);
  waiting = more;
  await setBackend(name);
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
