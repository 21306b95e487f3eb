/** The model that answers now, opened to be written and to be compared with what was written. */
import { tidy, type Tensor4D } from '@tensorflow/tfjs-core';
import type { Weight } from '#lib/engine/graph/format.ts';
import type { LoadedGraph } from '#lib/engine/graph/load.ts';
import type { InputSpec } from '#lib/vision/preprocess/input-spec.ts';
import type { Preprocessor } from '#lib/vision/preprocess/preprocessor.ts';
import type { Trunk } from '#lib/vision/trunk.ts';
import { Predictor } from '../../heads/predict.ts';
import { Answering } from '../../trainer/answering.ts';
import type { Answerer } from '../../trainer/protocol.ts';
import type { ModelSource, SourceNetwork } from './source.ts';

export class LiveModel {
  readonly source: ModelSource;
  readonly #answering: Answering;
  readonly #predictor: Predictor;
  readonly #trunk: Trunk;
  readonly #preprocessor: Preprocessor;

  private constructor(
    source: ModelSource,
    answering: Answering,
    trunk: Trunk,
    preprocessor: Preprocessor,
  ) {
    this.source = source;
    this.#answering = answering;
    this.#predictor = new Predictor(source.head);
    this.#trunk = trunk;
    this.#preprocessor = preprocessor;
  }

  /** @param labels in the order of `answerer.head.classes`. */
  static async open(
    answerer: Answerer,
    labels: readonly string[],
    name: string,
    trunk: Trunk,
    preprocessor: Preprocessor,
  ): Promise<LiveModel> {
    const networks = await networksOf(answerer, trunk);
    const pooling = answerer.tail?.kind === 'cnn' ? 'none' : 'mean-deviation';
    const source: ModelSource = { name, labels, networks, pooling, head: answerer.head };
    return new LiveModel(source, new Answering(answerer, trunk), trunk, preprocessor);
  }

  /**
   * The same model, less sure: a score of 1 hides every difference below it. It shares the networks of
   * this one, which is disposed for both.
   */
  softened(factor: number): LiveModel {
    const head = { ...this.source.head, temperature: this.source.head.temperature * factor };
    const source = { ...this.source, head };
    return new LiveModel(source, this.#answering, this.#trunk, this.#preprocessor);
  }

  /** What the head is given, as the live test has it. */
  async embed(picture: ImageBitmap): Promise<Float32Array> {
    const extractor = this.#answering.extractor ?? this.#trunk;
    const tensors = await this.#preprocessor.toTensors(picture, extractor.inputs);
    try {
      return await extractor.embed(tensors);
    } finally {
      for (const tensor of tensors) tensor.dispose();
    }
  }

  /** Scores in the order of `head.classes`, as the live test has them. */
  answer(embedding: Float32Array): Float32Array {
    return this.#predictor.scores(embedding);
  }

  /** The picture as `spec` wants it, the way the live model cuts and scales it. The caller disposes it. */
  async prepare(picture: ImageBitmap, spec: InputSpec): Promise<Tensor4D> {
    const [tensor] = await this.#preprocessor.toTensors(picture, [spec]);
    if (!tensor) throw new RangeError('no tensor for a picture');
    // The preprocessor takes its memory back; a copy is the caller's alone.
    return tidy(() => tensor.clone());
  }

  dispose(): void {
    this.#answering.dispose();
  }
}

async function networksOf({ tail }: Answerer, trunk: Trunk): Promise<SourceNetwork[]> {
  if (tail?.kind === 'cnn') {
    const numbers = new Map(tail.weights.map(({ at, values }) => [at, values]));
    return [{ graph: tail.graph, input: tail.input, read: reader(numbers) }];
  }
  return Promise.all(
    trunk.networks.map(async (network, i): Promise<SourceNetwork> => {
      const numbers = await numbersOf(network);
      if (tail?.kind === 'fine-tune' && tail.network === i)
        for (const { at, values } of tail.weights) numbers.set(at, values);
      return { graph: network.graph, input: trunk.inputs[i]!, read: reader(numbers) };
    }),
  );
}

async function numbersOf({ weights }: LoadedGraph): Promise<Map<number, Float32Array>> {
  const numbers = new Map<number, Float32Array>();
  for (const [at, tensor] of weights) numbers.set(at, await tensor.data<'float32'>());
  return numbers;
}

const reader =
  (numbers: ReadonlyMap<number, Float32Array>) =>
  ({ at }: Weight): Float32Array => {
    const found = numbers.get(at);
    if (!found) throw new Error(`no weights at ${at}`);
    return found;
  };
