/** A WebGPU device with a word for the end of it. No TensorFlow.js here: text has kernels of its own. */
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { requestGpuAdapter } from './adapter.ts';

/** TensorFlow.js and our own kernels size their work groups and buffers by what the adapter can do. */
const limits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

export interface GpuDevice {
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  /** Settles when the device is gone, or its answers are worthless; never otherwise. */
  readonly lost: Promise<Failure>;
}

/** @throws FailureError `no-webgpu` */
export async function openGpuDevice(): Promise<GpuDevice> {
  const adapter = await requestGpuAdapter();
  const device = await requestDevice(adapter);
  const lost = new Promise<Failure>((resolve) => {
    void device.lost.then(({ reason, message }) =>
      resolve({ code: 'device-lost', detail: `${reason}: ${message}` }),
    );
    // What fails on the GPU leaves zeros behind and throws nowhere: the answers are worthless.
    device.addEventListener('uncapturederror', ({ error }) =>
      resolve({
        code: error instanceof GPUOutOfMemoryError ? 'out-of-memory' : 'probe-mismatch',
        detail: error.message,
      }),
    );
  });
  return { adapter, device, lost };
}

async function requestDevice(adapter: GPUAdapter): Promise<GPUDevice> {
  const requiredLimits = Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]]));
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    throw new FailureError('no-webgpu', String(error));
  }
}
