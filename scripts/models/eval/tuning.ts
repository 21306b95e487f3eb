/** Fine-tuning as Teach does it, on photos of a folder: `eval:gains` compares it with the default. */
import { runGraph } from '#lib/engine/graph/run.ts';
import { encodeHalves } from '#lib/engine/graph/half.ts';
import type { Examples, Head, Matrix } from '#lib/teach/heads/head.ts';
import { argMax, rowOf } from '#lib/teach/heads/matrix.ts';
import { logitsOf } from '#lib/teach/heads/predict.ts';
import { trainHead } from '#lib/teach/heads/train.ts';
import { defaultSettings } from '#lib/teach/train/settings.ts';
import { embedAll, fitDeep } from '#lib/teach/trainer/deep/fit-deep.ts';
import { networkRate, tunedModel } from '#lib/teach/trainer/fine-tune/fine-tune.ts';
import {
  tunedNetwork,
  unfrozenBlocks,
  type CutShape,
  type Unfrozen,
} from '#lib/teach/trainer/fine-tune/unfrozen.ts';
import type { Sight } from '#lib/teach/trainer/sight.ts';
import { poolMap } from '#lib/vision/pooling.ts';
import type { Trunk } from '#lib/vision/trunk.ts';
import { toTensor } from '../node.ts';
import { readPixels, varied } from './variations.ts';

export interface TunedOn {
  readonly learnt: readonly number[];
  readonly asked: readonly number[];
  readonly labelOf: (file: number) => number;
  readonly classes: readonly string[];
}

const asItIs = {
  mirror: false,
  crop: { x: 0, y: 0, scale: 1 },
  rotation: 0,
  light: 0,
  tint: [1, 1, 1],
} as const;

/** A linear head with the settings that a run has, all its shots learnt from. */
export function trainedLinear(
  examples: Examples,
  classes: readonly string[],
  epochs: number,
): Head {
  const settings = { ...defaultSettings, method: 'linear', epochs, earlyStopping: false } as const;
  const steps = trainHead(examples, undefined, classes, settings);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value.head;
}

export class Tuner {
  readonly #sight: Pick<Sight, 'trunk' | 'turn'>;
  readonly #unfrozen: Unfrozen;
  readonly #rows = new Map<number, Uint16Array<ArrayBuffer>>();
  #shape: CutShape | undefined;

  /** @param blocks unfrozen */
  constructor(trunk: Trunk, blocks: number) {
    this.#sight = { trunk, turn: (work) => work() };
    this.#unfrozen = unfrozenBlocks(trunk.networks[tunedNetwork]!, blocks);
  }

  /** Keeps what tuning goes on from. @returns the trunk's embedding, which the same pass gives */
  async look(file: number, path: string): Promise<Float32Array> {
    const { trunk } = this.#sight;
    const image = varied(await readPixels(path), asItIs);
    const tensors = trunk.inputs.map((spec) => toTensor(image, spec));
    const { cut, output } = this.#unfrozen;
    const [first, ...rest] = trunk.networks;
    const outputs = { cut, embedding: output };
    const seen = runGraph({ ...first!, graph: { ...first!.graph, outputs } }, tensors[0]!, [
      'cut',
      'embedding',
    ]);
    const maps = [
      seen.embedding,
      ...rest.map((network, i) => runGraph(network, tensors[i + 1]!, ['embedding']).embedding),
    ];
    const [, height = 0, width = 0, channels = 0] = seen.cut.shape;
    this.#shape = { height, width, channels };
    const embedding = new Float32Array(trunk.dimensions);
    let at = 0;
    for (const map of maps) {
      const length = 2 * map.shape[3];
      poolMap(await map.data<'float32'>(), map.shape[3], embedding.subarray(at, at + length));
      at += length;
    }
    const own = await seen.cut.data<'float32'>();
    const row = new Float32Array(own.length + at - 2 * seen.embedding.shape[3]);
    row.set(own);
    row.set(embedding.subarray(2 * seen.embedding.shape[3]), own.length);
    this.#rows.set(file, encodeHalves(row));
    for (const tensor of [...tensors, ...maps, seen.cut]) tensor.dispose();
    return embedding;
  }

  /** @param matrixOf embeddings by the trunk as it is. @returns % of the photos that were asked about */
  async accuracy(
    { learnt, asked, labelOf, classes }: TunedOn,
    matrixOf: (files: readonly number[]) => Matrix,
    epochs: number,
  ): Promise<number> {
    const sight = this.#sight;
    if (!this.#shape) throw new Error('no photo was looked at');
    const labels = Int32Array.from(learnt, labelOf);
    const examples = { vectors: matrixOf(learnt), labels, classCount: classes.length };
    const start = trainedLinear(examples, classes, epochs);
    const { model, initial } = await tunedModel(sight, this.#unfrozen, this.#shape, start);
    const { learningRate } = defaultSettings;
    const fit = await fitDeep({
      model,
      initial,
      settings: { ...defaultSettings, method: 'fine-tune', epochs, earlyStopping: false },
      examples: {
        rows: learnt.map((file) => this.#rows.get(file)!),
        labels,
        weights: new Float64Array(learnt.length).fill(1),
      },
      validation: { rows: [], labels: new Int32Array(0), weights: new Float64Array(0) },
      rates: { network: learningRate * networkRate, classifier: learningRate },
      sight,
      answerer: (parameters) => ({ head: model.head(parameters) }),
      signal: new AbortController().signal,
      resume: undefined,
      keeper: { epoch: () => Promise.resolve() },
      onEpoch: () => undefined,
    });
    const data = await embedAll(
      { model, sight },
      fit.parameters,
      asked.map((file) => this.#rows.get(file)!),
    );
    const vectors = { rows: asked.length, columns: model.dimensions, data };
    const logits = logitsOf(model.head(fit.parameters), vectors);
    const right = asked.filter((file, i) => argMax(rowOf(logits, i)) === labelOf(file));
    return (100 * right.length) / asked.length;
  }
}
