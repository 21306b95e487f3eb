/** Typed arrays: the last rung. */
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import type { OpenedKernels } from '#lib/engine/kernels/open-kernels.ts';
import { neverLost } from '#lib/engine/backends/opened-backend.ts';

export function open(): Promise<OpenedKernels> {
  return Promise.resolve({
    ...{ kernels: openPlainKernels(), adapter: '', software: false, threads: 1 },
    tolerance: 1e-5,
    lost: neverLost,
  });
}
