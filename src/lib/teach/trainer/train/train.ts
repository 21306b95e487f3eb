/** One run, from the press on Train to a head that answers. */
import type { CallContext } from '#lib/engine/host.ts';
import { keepCheckpoint, newestCheckpoint, type RunPlace } from '../checkpoint.ts';
import type { Follow } from '../follow.ts';
import type { Sight } from '../sight.ts';
import type { Answerer, EpochPoint, RunReport, TrainerCalls } from '../protocol.ts';
import { datasetOf, examplesOf, trainingExamples, type Dataset } from './dataset.ts';
import { fitClosedForm, type FitJob, type Fitted } from './fit.ts';
import { judgementsOf, lossOf } from './judge.ts';

type TrainCall = TrainerCalls['train'];

/** @throws FailureError `too-few-classes`, of the backend or of the storage; the signal's reason */
export async function train(
  { runId, settings, resume }: TrainCall['request'],
  { signal, progress }: CallContext<TrainCall>,
  follow: Follow,
  _sight: Sight,
): Promise<TrainCall['result']> {
  const place: RunPlace = { projectId: follow.projectId, runId };
  const startedMs = performance.now();
  await follow.settled(signal, (done, total) => progress({ kind: 'embedding', done, total }));
  const dataset = datasetOf(follow.gallery, follow.classes, settings);
  const embedMs = performance.now() - startedMs;
  const job: FitJob = {
    dataset,
    settings,
    examples: trainingExamples(dataset, settings, () => undefined),
    validation: examplesOf(dataset, 'validation'),
    signal,
    resume: resume ? await newestCheckpoint(place) : undefined,
    onEpoch: (point) => progress({ kind: 'epoch', point, epochs: settings.epochs }),
    keep: (epoch, checkpoint) => keepCheckpoint(place, epoch, checkpoint),
  };
  const fitMs = performance.now();
  const fitted = await fit(job);
  return finished(dataset, fitted, { embedMs, fitMs: performance.now() - fitMs });
}

async function fit(job: FitJob): Promise<Fitted> {
  const { method } = job.settings;
  switch (method) {
    case 'means':
    case 'ridge':
    case 'knn':
    case 'lda': {
      const head = fitClosedForm(method, job);
      const curve = [pointOf(head, job)];
      job.onEpoch(curve[0]!);
      await job.keep(1, { answerer: { head } });
      return { head, curve, bestEpoch: 1, stopped: 'finished' };
    }
    default:
      throw new Error(method);
  }
}

function pointOf(head: Fitted['head'], { examples, validation }: FitJob): EpochPoint {
  const own = lossOf(head, examples);
  const held = lossOf(head, validation);
  return {
    epoch: 1,
    loss: own.loss,
    accuracy: own.accuracy,
    validationLoss: held.loss,
    validationAccuracy: held.accuracy,
  };
}

function finished(
  dataset: Dataset,
  { head, tail, vectors, curve, bestEpoch, stopped }: Fitted,
  times: Pick<RunReport, 'embedMs' | 'fitMs'>,
): TrainCall['result'] {
  const answerer: Answerer = { head, ...(tail && { tail }) };
  const report: RunReport = {
    classes: dataset.classes,
    judgements: judgementsOf(head, dataset, vectors),
    calibrationBefore: NaN,
    calibrationAfter: NaN,
    bestEpoch,
    stopped,
    ...times,
  };
  return { report, answerer, curve };
}
