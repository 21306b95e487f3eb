import {
  registerBackend,
  registerKernel,
  setBackend,
  type KernelBackend,
  type KernelConfig,
} from '@tensorflow/tfjs-core';

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
