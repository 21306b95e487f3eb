/** An installed classifier of whole pictures, read as the networks built in are. Runs in a worker. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { openFile } from '#lib/cache/files.ts';
import { installedModel } from '#lib/cache/installed.ts';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import { runGraph } from '#lib/engine/graph/run.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { Detector, Evidence } from '#lib/vision/detectors/detector.ts';
import { classWeights, evidenceOf } from './class-activation.ts';
import { factsOf } from './entry.ts';
import { labelIds, parseLabels } from './labels.ts';

/** Its probabilities are taken at their word: nothing was measured to calibrate them by. */
const uncalibrated = { slope: 1, shift: 0 };

/** @throws FailureError `model-missing` | `model-corrupt` | `model-unsupported` */
export async function installedClassifier(id: string, signal?: AbortSignal): Promise<Detector> {
  const model = await installedModel(id);
  const facts = model && factsOf(model);
  if (!model?.labels || !facts) throw new FailureError('model-missing', id);
  const bytes = await openFile(undefined, model.labels, undefined, signal);
  const labels = labelIds(parseLabels(bytes, model.labels.file));
  return {
    labels,
    calibration: uncalibrated,
    size: facts.pixels,
    fit: 'cover',
    // It says what is there, and not where.
    boxFrom: Infinity,
    async read(graph, input) {
      const scores = await numbers(graph, input, 'classes');
      if (scores.length !== labels.length) {
        throw new FailureError(
          'model-corrupt',
          `${id}: ${labels.length} names, ${scores.length} classes`,
        );
      }
      return { scores, candidates: [] };
    },
    async locate(graph, input, label): Promise<Evidence | undefined> {
      const weights = await classWeights(graph);
      if (!weights) return undefined;
      const index = labels.indexOf(label);
      return evidenceOf(await numbers(graph, input, 'embedding'), weights, index);
    },
  };
}

async function numbers(
  graph: LoadedGraph,
  input: Tensor4D,
  purpose: 'classes' | 'embedding',
): Promise<Float32Array> {
  if (graph.graph.outputs[purpose] === undefined) {
    throw new FailureError('model-unsupported', `${graph.graph.id} has no ${purpose}`);
  }
  const { [purpose]: tensor } = runGraph(graph, input, [purpose]);
  try {
    return await tensor.data<'float32'>();
  } finally {
    tensor.dispose();
  }
}
