/** Looks at a picture with several networks and gives one answer. Runs in a worker. */
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { LoadedGraph, LoadOptions } from '#lib/engine/graph/load.ts';
import { loadGraphs } from '#lib/engine/graph/load-graphs.ts';
import { loadChunk } from '#lib/engine/load-chunk.ts';
import { disposeGraph } from '#lib/engine/graph/run.ts';
import { detectorOf, type Detector } from './detectors/detector.ts';
import { calibrate, joinDetections, joinPredictions } from './join.ts';
import type { Detection, HeatMap, LabelId, Prediction } from './prediction.ts';
import { boxToFrame } from './preprocess/geometry.ts';
import type { InputSpec } from './preprocess/input-spec.ts';

/** Pixels of the whole frame that the tensors were made from. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

export interface Classification {
  /** Every label that the models know, best first. */
  readonly predictions: Prediction[];
  readonly detections: Detection[];
}

export interface Classifier {
  readonly models: readonly string[];
  /** What each model wants to be fed, in the order of `models`. */
  readonly inputs: readonly InputSpec[];
  /** @param tensors one for each of `inputs`; they stay the caller's. */
  classify(tensors: readonly Tensor4D[], frame: FrameSize): Promise<Classification>;
  /**
   * Where the models see a label. All zero where none of them knows it; undefined where those that do
   * cannot tell.
   */
  activation(
    tensors: readonly Tensor4D[],
    label: LabelId,
    frame: FrameSize,
  ): Promise<HeatMap | undefined>;
  /** This and another as one, which has the networks of both; their order is that of `models`. */
  with(other: Classifier, models: readonly string[]): Classifier;
  dispose(): void;
}

/** Changes to how a model is fed, e.g. to measure other sizes. */
export type InputOverrides = Readonly<Record<string, Partial<Pick<InputSpec, 'size' | 'fit'>>>>;

interface Opened {
  readonly id: string;
  readonly detector: Detector;
  readonly graph: LoadedGraph;
  readonly input: InputSpec;
}

/**
 * @param baseUrl the models folder, e.g. `/models/`.
 * @param options.onProgress bytes of all models together.
 * @throws FailureError `offline` | `model-missing` | `model-corrupt`
 */
export async function openClassifier(
  models: readonly string[],
  baseUrl: string,
  { overrides = {}, ...options }: LoadOptions & { readonly overrides?: InputOverrides } = {},
): Promise<Classifier> {
  const known = await Promise.all(
    models.map(async (id) => ({
      id,
      detector: detectorOf(id) ?? (await openInstalled(id, options.signal)),
    })),
  );
  const graphs = await loadGraphs(models, baseUrl, options);
  return new JoinedClassifier(
    known.flatMap(({ id, detector }, i): Opened[] => {
      const graph = graphs[i];
      return graph ? [{ id, detector, graph, input: inputOf(detector, graph, overrides[id]) }] : [];
    }),
  );
}

async function openInstalled(id: string, signal?: AbortSignal): Promise<Detector> {
  // Only for those who have installed one.
  const { installedClassifier } = await loadChunk(
    () => import('./installed/classifier-network.ts'),
  );
  return installedClassifier(id, signal);
}

function inputOf(
  { size, fit }: Detector,
  { graph: { scale, offset, multiple } }: LoadedGraph,
  override: InputOverrides[string] = {},
): InputSpec {
  const spec = { size, fit, scale, offset, ...override };
  if (spec.size % multiple !== 0)
    throw new RangeError(`${spec.size} is no multiple of ${multiple}`);
  return spec;
}

class JoinedClassifier implements Classifier {
  readonly models: readonly string[];
  readonly inputs: readonly InputSpec[];
  readonly #opened: readonly Opened[];

  constructor(opened: readonly Opened[]) {
    this.#opened = opened;
    this.models = opened.map(({ id }) => id);
    this.inputs = opened.map(({ input }) => input);
  }

  async classify(tensors: readonly Tensor4D[], frame: FrameSize): Promise<Classification> {
    const readings = await this.#each(tensors, async ({ detector, graph, input }, tensor) => {
      const { scores, candidates } = await detector.read(graph, tensor);
      const { labels, calibration } = detector;
      return {
        voice: { labels, scores, calibration },
        detections: candidates.map(({ index, score, box }) => ({
          label: labels[index] ?? '',
          score: calibrate(score, calibration),
          box: boxToFrame(box, input, frame.width, frame.height),
        })),
      };
    });
    return {
      predictions: joinPredictions(readings.map(({ voice }) => voice)),
      detections: joinDetections(readings.flatMap(({ detections }) => detections)),
    };
  }

  async activation(
    tensors: readonly Tensor4D[],
    label: LabelId,
    frame: FrameSize,
  ): Promise<HeatMap | undefined> {
    const knowing = this.#opened.filter(({ detector }) => detector.labels.includes(label));
    const seen = await this.#each(tensors, async (opened, tensor) => {
      if (!knowing.includes(opened)) return [];
      const { detector, graph, input } = opened;
      const evidence = await detector.locate(graph, tensor, label);
      return evidence ? [{ evidence, input }] : [];
    });
    if (knowing.length > 0 && seen.flat().length === 0) return undefined;
    // Only for those who ask why.
    const { activationMap } = await loadChunk(() => import('./explain.ts'));
    return activationMap(label, seen.flat(), frame);
  }

  #each<T>(
    tensors: readonly Tensor4D[],
    look: (opened: Opened, tensor: Tensor4D) => Promise<T>,
  ): Promise<T[]> {
    return Promise.all(
      this.#opened.map((opened, i) => {
        const tensor = tensors[i];
        if (!tensor)
          throw new RangeError(`${tensors.length} tensors for ${this.models.length} models`);
        return look(opened, tensor);
      }),
    );
  }

  with(other: JoinedClassifier, models: readonly string[]): Classifier {
    const all = [...this.#opened, ...other.#opened];
    return new JoinedClassifier(models.flatMap((id) => all.find((one) => one.id === id) ?? []));
  }

  dispose(): void {
    for (const { graph } of this.#opened) disposeGraph(graph);
  }
}
