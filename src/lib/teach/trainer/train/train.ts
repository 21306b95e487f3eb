/** One run, from the press on Train to a head that answers. */
import type { CallContext } from '#lib/engine/host.ts';
import { resumptionOf, type RunPlace } from '../checkpoint.ts';
import type { Follow } from '../follow.ts';
import type { Medium } from '../medium.ts';
import type { Answerer, TrainerCalls, TrainMethod } from '../protocol.ts';
import type { DeepFitJob } from '../deep/deep-fit-job.ts';
import { datasetOf, examplesOf, rowsOf, trainingExamples } from './dataset.ts';
import { fingerprintOf } from './fingerprint.ts';
import { finished } from './finish.ts';
import { RunKeeper } from './keeper.ts';

type TrainCall = TrainerCalls['train'];

/** Their weights are a megabyte an epoch: fewer epochs can be gone back to. */
const withNetwork: ReadonlySet<TrainMethod> = new Set(['fine-tune', 'cnn', 'lstm']);

/** @throws FailureError `too-few-classes`, of the backend or of the storage; the signal's reason */
export async function train(
  { runId, settings, resume }: TrainCall['request'],
  { signal, progress }: CallContext<TrainCall>,
  follow: Follow,
  medium: Medium,
): Promise<TrainCall['result']> {
  const place: RunPlace = { projectId: follow.projectId, runId };
  const startedMs = performance.now();
  const tellEmbedding = (done: number, total: number) =>
    progress({ kind: 'embedding', done, total });
  await follow.settled(signal, tellEmbedding);
  const samples = await medium.grouped(follow.gallery.samples(), follow.projectId);
  const dataset = datasetOf(follow.gallery, samples, follow.classes, settings);
  const fingerprint = fingerprintOf(dataset, settings, medium.trunk.id);
  const resumption = resume ? await resumptionOf(place, fingerprint) : undefined;
  const copies = await medium.copies(dataset, settings, follow.projectId, {
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
  const fitted = await medium.fit(job, follow.projectId);
  const fitMs = performance.now() - fitFromMs;
  const { report, answerer: judged } = finished(job, fitted, medium.trunk.id, { embedMs, fitMs });
  const taught = rowsOf(dataset, 'train');
  const writing = await medium.writingOf?.(
    Array.from(taught, (row) => dataset.samples[row]!),
    follow.projectId,
  );
  const answerer: Answerer = { ...judged, ...(writing && { writing }) };
  await keeper.finish(fitted.bestEpoch, answerer);
  return { report, answerer, curve: fitted.curve };
}
