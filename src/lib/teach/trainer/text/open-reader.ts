/** Opens the kernels and the encoder of a trainer worker of texts. */
import type { Lose } from '#lib/engine/host.ts';
import { openPlainKernels } from '#lib/engine/kernels/plain/open.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadTextModel } from '#lib/text/model/load.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import type { TextTrainerCalls } from '../protocol.ts';
import { Reader } from './reader.ts';

/** @throws FailureError of the kernels or of the model */
export async function openReader(
  { trunk, baseUrl }: TextTrainerCalls['open']['request'],
  progress: (progress: OpenProgress) => void,
  signal: AbortSignal,
  _lose: Lose,
): Promise<{ readonly reader: Reader; readonly opened: Opened }> {
  const spec = textTrunkOf(trunk);
  if (!spec) throw new FailureError('model-missing', trunk);
  const kernels = openPlainKernels();
  const tell = (loaded: number, total: number) => progress({ stage: 'download', loaded, total });
  const encoder = await loadTextModel(spec.model, baseUrl, tell, signal);
  const reader = await Reader.of(spec.id, encoder, kernels);
  return { reader, opened: { report: undefined as never, medianMs: 0 } };
}
