/** WGSL on a device of its own. */
import { describeGpuAdapter } from '#lib/engine/backends/adapter.ts';
import { openGpuDevice } from '#lib/engine/backends/gpu-device.ts';
import type { OpenedKernels } from '#lib/engine/kernels/open-kernels.ts';
import { openWebGpuKernels } from '#lib/engine/kernels/webgpu/open.ts';

/** @throws FailureError `no-webgpu` */
export async function open(): Promise<OpenedKernels> {
  const { adapter, device, lost } = await openGpuDevice();
  const { adapter: name, software } = describeGpuAdapter(adapter);
  return {
    ...{ kernels: openWebGpuKernels(device), adapter: name, software, threads: 1 },
    tolerance: 1e-3,
    lost,
  };
}
