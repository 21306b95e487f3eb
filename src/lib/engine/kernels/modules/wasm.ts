/** WebAssembly SIMD on the worker's own thread. */
import { neverLost } from '#lib/engine/backends/opened-backend.ts';
import type { OpenedKernels } from '#lib/engine/kernels/open-kernels.ts';
import { openWasmKernels } from '#lib/engine/kernels/wasm/open.ts';

/** @throws FailureError `no-wasm-simd` */
export async function open(): Promise<OpenedKernels> {
  return {
    ...{ kernels: await openWasmKernels(), adapter: '', software: false, threads: 1 },
    tolerance: 1e-5,
    lost: neverLost,
  };
}
