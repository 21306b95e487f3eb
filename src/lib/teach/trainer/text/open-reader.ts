/** Opens the kernels and the encoder of a trainer worker of texts. */
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadTextModel } from '#lib/text/model/load.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import type { TextTrainerCalls } from '../protocol.ts';
import { Reader } from './reader.ts';

/** @throws FailureError of the kernels or of the model */
export async function openReader(
  { backend, trunk, baseUrl }: TextTrainerCalls['open']['request'],
  progress: (progress: OpenProgress) => void,
  signal: AbortSignal,
): Promise<{ readonly reader: Reader; readonly opened: Opened }> {
  const spec = textTrunkOf(trunk);
  if (!spec) throw new FailureError('model-missing', trunk);
  const startedMs = performance.now();
  const kernels = openPlainKernels();
  const initMs = performance.now() - startedMs;
  const report = { backend, adapter: '', software: false, threads: 1, initMs, probeError: 0 };
  progress({ stage: 'backend', loaded: 1, total: 1, report });
  const tell = (loaded: number, total: number) => progress({ stage: 'download', loaded, total });
  const encoder = await loadTextModel(spec.model, baseUrl, tell, signal);
  const reader = await Reader.of(spec.id, encoder, kernels);
  return { reader, opened: { report, medianMs: await medianMs(reader) } };
}

/** Of a sentence that nobody typed. */
async function medianMs(reader: Reader): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const fromMs = performance.now();
    await reader.embed('the quick brown fox jumps over the lazy dog');
    times.push(performance.now() - fromMs);
  }
  return times.sort((a, b) => a - b)[2]!;
}
