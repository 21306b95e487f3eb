/** What every backend module of this folder gives: types only. */
import type { Failure } from '#lib/failure/failure.ts';
import type { LoadKernels } from './register.ts';

export interface OpenedBackend {
  /** e.g. "apple metal-3"; empty when the platform does not say. */
  readonly adapter: string;
  /** A GPU drawn by the CPU. */
  readonly software: boolean;
  readonly threads: number;
  /** Largest difference from the probe's numbers that its arithmetic explains. */
  readonly tolerance: number;
  /** Settles when the device or context is gone; never otherwise. */
  readonly lost: Promise<Failure>;
}

export interface BackendModule {
  /** Registers the backend with the kernels in use, and makes it current. @throws FailureError */
  open(): Promise<OpenedBackend>;
  /** Kernels that few networks need, of a worker that may have to run one. */
  readonly more?: LoadKernels;
}

export const neverLost = new Promise<never>(() => {});
