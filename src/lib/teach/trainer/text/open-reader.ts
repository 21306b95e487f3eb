/** Opens the kernels and the encoder of a trainer worker of texts. */
import type { Lose } from '#lib/engine/host.ts';
import { openKernels, type KernelModules } from '#lib/engine/kernels/open-kernels.ts';
import { calibrateKernels } from '#lib/engine/kernels/probe.ts';
import type { Opened, OpenProgress } from '#lib/engine/protocol.ts';
import { FailureError } from '#lib/failure/failure.ts';
import { loadTextModel } from '#lib/text/model/load.ts';
import { textTrunkOf } from '#lib/text/trunks.ts';
import type { TextTrainerCalls } from '../protocol.ts';
import { Reader } from './reader.ts';

/** @throws FailureError of the kernels or of the model */
export async function openReader(
  { backend, trunk, baseUrl }: TextTrainerCalls['open']['request'],
  modules: KernelModules,
  progress: (progress: OpenProgress) => void,
  signal: AbortSignal,
  lose: Lose,
): Promise<{ readonly reader: Reader; readonly opened: Opened }> {
  const spec = textTrunkOf(trunk);
  if (!spec) throw new FailureError('model-missing', trunk);
  progress({ stage: 'backend', loaded: 0, total: 1 });
  const { opened, report } = await openKernels(backend, modules);
  void opened.lost.then(lose);
  progress({ stage: 'backend', loaded: 1, total: 1, report });
  const tell = (loaded: number, total: number) => progress({ stage: 'download', loaded, total });
  const encoder = await loadTextModel(spec.model, baseUrl, tell, signal);
  const reader = await Reader.of(spec.id, encoder, opened.kernels);
  return { reader, opened: { report, medianMs: await calibrateKernels(opened.kernels) } };
}
