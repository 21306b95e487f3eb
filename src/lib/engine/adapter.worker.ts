/** Names the device of one GPU backend (the worker's name) and is then stopped by the page; see `glimpse.ts`. */
import { FailureError } from '#lib/failure/failure.ts';
import {
  describeGlContext,
  describeGpuAdapter,
  openGlContext,
  requestGpuAdapter,
} from './backends/adapter.ts';
import type { Glimpse } from './glimpse.ts';

async function look(): Promise<Glimpse> {
  try {
    const report =
      self.name === 'webgpu'
        ? describeGpuAdapter(await requestGpuAdapter())
        : describeGlContext(openGlContext().gl);
    return { kind: 'report', report };
  } catch (error) {
    if (error instanceof FailureError) return { kind: 'failure', failure: error.failure };
    throw error;
  }
}

self.postMessage(await look());
