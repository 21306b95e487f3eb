/**
 * Unfreezes the last blocks of the trunk and trains them together with a linear head, gently: the
 * maps before the unfrozen part are made once for each picture, and every epoch goes on from there.
 */
import type { Head } from '../../heads/head.ts';
import { trainHead } from '../../heads/train.ts';
import { DeepModel, sizeOf } from '../deep/deep-model.ts';
import { embedAll, fitDeep } from '../deep/fit-deep.ts';
import { GraphNetwork } from '../deep/graph-network.ts';
import { multiplyHere, type Multiply } from '../deep/multiply.ts';
import { deepExamples, pictureRows } from '../deep/picture-rows.ts';
import type { Answerer } from '../protocol.ts';
import type { Sight } from '../sight.ts';
import type { Tail } from '../tail.ts';
import type { DeepFitJob } from '../deep/deep-fit-job.ts';
import type { Fitted, FitJob } from '../train/fit.ts';
import {
  CutExtractor,
  tunedNetwork,
  unfrozenBlocks,
  type CutShape,
  type Unfrozen,
} from './unfrozen.ts';

/** Weights that have seen millions of pictures move this much slower than the new head. */
export const networkRate = 1 / 30;

/** The head that tuning starts from is trained for at most so many epochs. */
const headEpochs = 20;

/** @throws FailureError `image-unreadable`, of the backend or of the storage; the signal's reason */
export async function fineTune(
  job: DeepFitJob,
  projectId: string,
  sight: Pick<Sight, 'see' | 'turn' | 'trunk'>,
): Promise<Fitted> {
  const { dataset, settings, signal, onLooking } = job;
  const unfrozen = unfrozenBlocks(sight.trunk.networks[tunedNetwork]!, settings.unfreeze);
  const extractor = new CutExtractor(sight.trunk, unfrozen);
  const rows = await pictureRows(dataset, settings, {
    projectId,
    sight,
    extractor,
    signal,
    onProgress: onLooking,
  });
  const start = startingHead(job);
  const { model, initial } = await tunedModel(sight, unfrozen, extractor.shape, start);
  const answerer = (parameters: Float64Array): Answerer => ({
    head: model.head(parameters),
    tail: tailOf(model, parameters),
  });
  const fit = await fitDeep({
    ...job,
    model,
    initial,
    examples: deepExamples(dataset, rows, 'train', settings.classWeights),
    validation: deepExamples(dataset, rows, 'validation', false),
    rates: { network: settings.learningRate * networkRate, classifier: settings.learningRate },
    sight,
    answerer,
  });
  const data = await embedAll({ model, sight }, fit.parameters, rows.own);
  const { bestEpoch, curve, stopped } = fit;
  return {
    head: model.head(fit.parameters),
    tail: tailOf(model, fit.parameters),
    vectors: { rows: rows.own.length, columns: model.dimensions, data },
    curve,
    bestEpoch,
    stopped,
  };
}

function tailOf(model: DeepModel, parameters: Float64Array): Tail {
  return { kind: 'fine-tune', network: tunedNetwork, weights: model.tail(parameters) };
}

/** A linear head on the trunk as it is: tuning then starts where transfer learning ends. */
function startingHead({ dataset, settings, examples, validation }: FitJob): Head {
  const linear = {
    ...settings,
    method: 'linear',
    epochs: Math.min(headEpochs, settings.epochs),
  } as const;
  const steps = trainHead(examples, validation, dataset.classes, linear);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.head;
}

/** The model as it starts: the trunk's own weights below, the linear head above. */
export async function tunedModel(
  sight: Pick<Sight, 'trunk' | 'turn'>,
  unfrozen: Unfrozen,
  shape: CutShape,
  head: Head,
): Promise<{ readonly model: DeepModel; readonly initial: Float64Array<ArrayBuffer> }> {
  const { trunk } = sight;
  const { weights } = trunk.networks[tunedNetwork]!;
  const multiply: Multiply = await sight.turn(() => Promise.resolve(multiplyHere()));
  const network = new GraphNetwork(unfrozen.ops, unfrozen.cut, unfrozen.output, multiply);
  const values = await sight.turn(() =>
    Promise.all(network.weights.map(({ at }) => weights.get(at)!.data<'float32'>())),
  );
  const { data } = head.layers[0]!.weights;
  const { bias } = head.layers[0]!;
  const initial = new Float64Array(sizeOf(network) + data.length + bias.length);
  let from = 0;
  for (const part of [...values, data, bias]) {
    initial.set(part, from);
    from += part.length;
  }
  const outChannels = network.weights.at(-1)!.shape.at(-1)!;
  const own = 2 * outChannels;
  const model = new DeepModel(
    {
      network,
      ...shape,
      outChannels,
      pooling: 'mean-deviation',
      extra: trunk.dimensions - own,
    },
    head.classes,
    head.normalisation,
    initial,
  );
  return { model, initial };
}
