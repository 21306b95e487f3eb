/**
 * A network from nothing but the project's own samples. It shows what the trunk is worth: with few
 * samples it is far behind transfer learning, and it catches up only with hundreds.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { identityNormalisation } from '../../heads/normalise.ts';
import { Random } from '#lib/maths/random.ts';
import type { DeepFitJob } from '../deep/deep-fit-job.ts';
import { DeepModel } from '../deep/deep-model.ts';
import { embedAll, fitDeep } from '../deep/fit-deep.ts';
import { GraphNetwork } from '../deep/graph-network.ts';
import { multiplyHere, type Multiply } from '../deep/multiply.ts';
import { deepExamples, pictureRows } from '../deep/picture-rows.ts';
import type { Answerer } from '../protocol.ts';
import type { Extractor, Sight } from '../sight.ts';
import type { Tail } from '../tail.ts';
import type { Fitted } from '../train/fit.ts';
import { initialWeights, lastMap, smallGraph, smallInput, smallOps } from './graph.ts';

/** Pictures as they go in: a row of pixels. */
const pixels: Extractor = {
  inputs: [smallInput],
  dimensions: 3 * smallInput.size ** 2,
  embed: async ([tensor]: readonly Tensor4D[]) => new Float32Array(await tensor!.data<'float32'>()),
  dispose: () => undefined,
};

/** @throws FailureError `image-unreadable`, of the backend or of the storage; the signal's reason */
export async function trainSmallNetwork(
  job: DeepFitJob,
  projectId: string,
  sight: Pick<Sight, 'see' | 'turn'>,
): Promise<Fitted> {
  const { dataset, settings, signal, onLooking } = job;
  const rows = await pictureRows(dataset, settings, {
    projectId,
    sight,
    extractor: pixels,
    signal,
    onProgress: onLooking,
  });
  const multiply = await sight.turn(() => Promise.resolve(multiplyHere()));
  const { model, initial } = smallModel(dataset.classes, settings.seed, multiply);
  const answerer = (parameters: Float64Array): Answerer => ({
    head: model.head(parameters),
    tail: tailOf(model, parameters),
  });
  const { learningRate } = settings;
  const fit = await fitDeep({
    ...job,
    model,
    initial,
    examples: deepExamples(dataset, rows, 'train', settings.classWeights),
    validation: deepExamples(dataset, rows, 'validation', false),
    rates: { network: learningRate, classifier: learningRate },
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

export function smallModel(
  classes: readonly string[],
  seed: number,
  multiply: Multiply,
): { readonly model: DeepModel; readonly initial: Float64Array<ArrayBuffer> } {
  const random = new Random(seed);
  const network = new GraphNetwork(smallOps, smallGraph.input, lastMap, multiply);
  const outChannels = network.weights.at(-1)!.shape[0]!;
  const below = initialWeights(random);
  const deviation = Math.sqrt(1 / outChannels);
  const above = Array.from(
    { length: outChannels * classes.length },
    () => deviation * random.normal(),
  );
  const initial = Float64Array.from([...below, ...above, ...classes.map(() => 0)]);
  const { size } = smallInput;
  const model = new DeepModel(
    { network, height: size, width: size, channels: 3, outChannels, pooling: 'mean', extra: 0 },
    classes,
    identityNormalisation(outChannels),
    initial,
  );
  return { model, initial };
}

function tailOf(model: DeepModel, parameters: Float64Array): Tail {
  return {
    kind: 'cnn',
    graph: smallGraph,
    input: smallInput,
    weights: model.tail(parameters),
  };
}
