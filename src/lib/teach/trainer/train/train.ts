/** One run, from the press on Train to a head that answers. */
import type { CallContext } from '#lib/engine/host.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { resumptionOf, type RunPlace } from '../checkpoint.ts';
import type { Follow } from '../follow.ts';
import type { TrainerCalls, TrainMethod } from '../protocol.ts';
import type { Sight } from '../sight.ts';
import type { DeepFitJob } from '../deep/deep-fit-job.ts';
import { embedCopies } from './copies.ts';
import { datasetOf, examplesOf, trainingExamples } from './dataset.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Fitted } from './fit.ts';
import { fitHead } from './fit-head.ts';
import { finished } from './finish.ts';
import { RunKeeper } from './keeper.ts';

type TrainCall = TrainerCalls['train'];

/** Their weights are a megabyte an epoch: fewer epochs can be gone back to. */
const withNetwork: ReadonlySet<TrainMethod> = new Set(['fine-tune', 'cnn']);

/** @throws FailureError `too-few-classes`, of the backend or of the storage; the signal's reason */
export async function train(
  { runId, settings, resume }: TrainCall['request'],
  { signal, progress }: CallContext<TrainCall>,
  follow: Follow,
  sight: Sight,
): Promise<TrainCall['result']> {
  const place: RunPlace = { projectId: follow.projectId, runId };
  const startedMs = performance.now();
  const tellEmbedding = (done: number, total: number) =>
    progress({ kind: 'embedding', done, total });
  await follow.settled(signal, tellEmbedding);
  const dataset = datasetOf(follow.gallery, follow.classes, settings);
  const fingerprint = fingerprintOf(dataset, settings);
  const resumption = resume ? await resumptionOf(place, fingerprint) : undefined;
  const copies = await embedCopies(dataset, settings, follow.projectId, sight, {
    signal,
    onProgress: tellEmbedding,
  });
  const embedMs = performance.now() - startedMs;
  const keeper = new RunKeeper({
    place,
    fingerprint,
    keptEpochs: withNetwork.has(settings.method) ? 3 : 20,
    epochs: settings.epochs,
    ...(resumption && { curve: resumption.curve }),
  });
  const job: DeepFitJob = {
    dataset,
    settings,
    examples: trainingExamples(dataset, (id) => copies.get(id)),
    validation: examplesOf(dataset, 'validation'),
    signal,
    resume: resumption,
    keeper,
    onLooking: tellEmbedding,
    onEpoch: (point) => progress({ kind: 'epoch', point, epochs: settings.epochs }),
  };
  const fitFromMs = performance.now();
  const fitted = await fit(job, follow.projectId, sight);
  const fitMs = performance.now() - fitFromMs;
  const { report, answerer } = finished(job, fitted, { embedMs, fitMs });
  await keeper.finish(fitted.bestEpoch, answerer);
  return { report, answerer, curve: fitted.curve };
}

async function fit(job: DeepFitJob, projectId: string, sight: Sight): Promise<Fitted> {
  const { method } = job.settings;
  switch (method) {
    case 'fine-tune': {
      const { fineTune } = await loadChunk(() => import('../fine-tune/fine-tune.ts'));
      return fineTune(job, projectId, sight);
    }
    case 'cnn': {
      const { trainSmallNetwork } = await loadChunk(() => import('../small-cnn/small-cnn.ts'));
      return trainSmallNetwork(job, projectId, sight);
    }
    default:
      return fitHead(method, job);
  }
}
