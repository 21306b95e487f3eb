/** Opens the recurrent kernels of one backend, with a proof that they compute correctly. No TensorFlow.js here. */
import type { BackendName, BackendReport } from '#lib/engine/backend.ts';
import { FailureError, type Failure } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { probeKernels } from './probe.ts';
import type { RecurrentKernels } from './recurrent.ts';

export interface OpenedKernels {
  readonly kernels: RecurrentKernels;
  /** e.g. "apple metal-3"; empty on the processor. */
  readonly adapter: string;
  /** A GPU drawn by the CPU. */
  readonly software: boolean;
  readonly threads: number;
  /** Largest difference from the probe's numbers that its arithmetic explains. */
  readonly tolerance: number;
  /** Settles when the device is gone; never otherwise. */
  readonly lost: Promise<Failure>;
}

/** Where a worker finds kernels. None is downloaded before it is tried. */
export type KernelModules = Readonly<
  Partial<Record<BackendName, () => Promise<{ open(): Promise<OpenedKernels> }>>>
>;

/** @throws FailureError of the backend | `probe-mismatch` | `offline` */
export async function openKernels(
  name: BackendName,
  modules: KernelModules,
): Promise<{ opened: OpenedKernels; report: BackendReport }> {
  const load = modules[name];
  if (!load) throw new Error(`This worker was built without kernels for ${name}.`);
  const { open } = await loadChunk(load);
  const startedMs = performance.now();
  const opened = await open();
  const { kernels, adapter, software, threads, tolerance } = opened;
  const probeError = await probeKernels(kernels);
  if (!(probeError <= tolerance)) {
    kernels.dispose();
    throw new FailureError('probe-mismatch', `${name} ${adapter} is off by ${probeError}`);
  }
  const initMs = performance.now() - startedMs;
  return { opened, report: { backend: name, adapter, software, threads, initMs, probeError } };
}
