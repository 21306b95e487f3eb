/** Opens one backend in this worker, with a time limit and a proof that it computes correctly. */
import type { BackendName, BackendReport } from '#lib/engine/backend.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import type { BackendModule, OpenedBackend } from './opened-backend.ts';
import { probeError, runProbe } from './probe.ts';
import { offerKernels } from './register.ts';

/** Where a worker finds its backends. None is downloaded before it is tried. */
export type BackendModules = Readonly<Partial<Record<BackendName, () => Promise<BackendModule>>>>;

/** Long enough for a slow phone to fetch and start one; nobody waits for it but the first. */
const limitMs = 25_000;

/** @throws FailureError `no-webgpu` | `no-webgl` | `no-wasm-simd` | `offline` | `backend-timeout` | `probe-mismatch` */
export async function openBackend(
  name: BackendName,
  modules: BackendModules,
): Promise<{ backend: OpenedBackend; report: BackendReport }> {
  return withLimit(name, async () => {
    const load = modules[name];
    if (!load) throw new Error(`This worker was built without ${name}.`);
    const module = await loadChunk(load);
    offerKernels(module.more);
    const startedMs = performance.now();
    const backend = await module.open();
    const error = probeError(await runProbe());
    const { adapter, software, threads, tolerance } = backend;
    if (!(error <= tolerance)) {
      throw new FailureError('probe-mismatch', `${name} ${adapter} is off by ${error}`);
    }
    const initMs = performance.now() - startedMs;
    const report = { backend: name, adapter, software, threads, initMs, probeError: error };
    return { backend, report };
  });
}

async function withLimit<T>(name: BackendName, work: () => Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new FailureError('backend-timeout', name)), limitMs);
  });
  try {
    return await Promise.race([work(), limit]);
  } finally {
    clearTimeout(timer);
  }
}
