/** A text network on recurrent kernels; the rest of it is little work, done in typed arrays. */
import type { RecurrentKernels } from '#lib/engine/kernels/recurrent.ts';
import type { Random } from '#lib/maths/random.ts';
import { batchesInOrder } from './batches.ts';
import { crossEntropy, runDense, runDenseBack, type Dense } from './dense.ts';
import { dropMask, multiply } from './drop.ts';
import { embedTokens, embedTokensBack, placesOf, tokensOf } from './embedding.ts';
import { initialParameters, layOut, type Layout } from './layout.ts';
import type {
  Dropout,
  Evaluation,
  ParameterPart,
  StepResult,
  TextBatch,
  TextNetwork,
  TextNetworkSpec,
  TextTraining,
  TokenRows,
  TrainingSettings,
  TrainingState,
} from './network.ts';
import { pool, poolBack, type Outputs } from './pooling.ts';
import { RecurrentStack } from './recurrent-stack.ts';
import { KernelTraining } from './training.ts';

const textsAtOnce = 64;

/**
 * @param start a seed, or parameters in the order of the parts; those are copied
 * @param kernels used, not owned
 */
export function openTextNetwork(
  spec: TextNetworkSpec,
  start: number | Float64Array,
  kernels: RecurrentKernels,
): TextNetwork {
  return new KernelNetwork(spec, start, kernels);
}

export class KernelNetwork implements TextNetwork {
  readonly spec: TextNetworkSpec;
  readonly #layout: Layout;
  readonly #parameters: Float64Array<ArrayBuffer>;
  readonly #stack: RecurrentStack;
  /** Columns of the last layer's outputs that are read forward. */
  readonly #backwardFrom: number;

  constructor(spec: TextNetworkSpec, start: number | Float64Array, kernels: RecurrentKernels) {
    this.spec = spec;
    this.#layout = layOut(spec);
    this.#parameters =
      typeof start === 'number' ? initialParameters(spec, start) : Float64Array.from(start);
    this.#expectSize(this.#parameters);
    this.#stack = new RecurrentStack(spec, this.#layout, kernels, this.#parameters);
    const { width } = this.#layout;
    this.#backwardFrom = spec.recurrent.at(-1)?.direction === 'both' ? width / 2 : width;
  }

  get parts(): readonly ParameterPart[] {
    return this.#layout.parts;
  }

  get size(): number {
    return this.#layout.size;
  }

  get networkSize(): number {
    return this.#layout.networkSize;
  }

  get dimensions(): number {
    return this.#layout.dimensions;
  }

  get parameters(): Float64Array<ArrayBuffer> {
    return this.#parameters.slice();
  }

  load(parameters: Float64Array): void {
    this.#expectSize(parameters);
    this.#parameters.set(parameters);
    this.#stack.update(this.#parameters);
  }

  train(settings: TrainingSettings, from?: TrainingState): TextTraining {
    return new KernelTraining(this, settings, from);
  }

  async evaluate({ texts, labels, weights }: TextBatch): Promise<Evaluation> {
    const layers = this.#dense(this.#parameters);
    let x = await this.#pooled(texts);
    for (const layer of layers) x = runDense(x, texts.length, layer);
    const { loss, right } = crossEntropy(x, labels, weights);
    return { loss, right, logits: Float32Array.from(x) };
  }

  async embed(texts: readonly TokenRows[]): Promise<Float32Array<ArrayBuffer>> {
    const { dimensions } = this;
    const all = new Float32Array(texts.length * dimensions);
    const hidden = this.#dense(this.#parameters).slice(0, -1);
    // However many there are, no more than so many outputs of steps are held at once.
    for (const rows of batchesInOrder(texts.map(tokensOf), textsAtOnce)) {
      const some = rows.map((row) => texts[row]!);
      let x = await this.#pooled(some);
      for (const layer of hidden) x = runDense(x, some.length, layer);
      rows.forEach((row, i) =>
        all.set(x.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions),
      );
    }
    return all;
  }

  /**
   * Gradient of the batch's mean cross-entropy, added to `gradient` for the embeddings and the dense
   * layers, written for the rest.
   */
  async gradient(
    batch: TextBatch,
    dropout: Dropout,
    random: Random,
    gradient: Float64Array,
  ): Promise<StepResult> {
    if (dropout.recurrent <= 0) return this.#gradient(batch, dropout, random, gradient);
    const masks = this.#stack.thin(this.#parameters, dropout.recurrent, random);
    try {
      const result = await this.#gradient(batch, dropout, random, gradient);
      for (const [name, mask] of masks) multiply(this.#part(name, gradient), mask);
      return result;
    } finally {
      this.#stack.update(this.#parameters);
    }
  }

  async #gradient(
    { texts, labels, weights }: TextBatch,
    dropout: Dropout,
    random: Random,
    gradient: Float64Array,
  ): Promise<StepResult> {
    const { columns, pooling } = this.spec;
    const places = placesOf(texts);
    const rows = texts.length;
    const data = embedTokens(places, this.#part('embedding'), columns);
    const dataMask = dropMask(data.length, dropout.embedding, random);
    if (dataMask) multiply(data, dataMask);
    const { outputs, memory } = await this.#stack.record(data, places);
    const query = this.#part('pooling.query');
    const read = this.#outputs(outputs, places);
    const pooled = pool(pooling, read, query);
    const pooledMask = dropMask(pooled.values.length, dropout.pooled, random);
    const layers = this.#dense(this.#parameters);
    const between = [pooled.values.slice()];
    if (pooledMask) multiply(between[0]!, pooledMask);
    for (const layer of layers) between.push(runDense(between.at(-1)!, rows, layer));
    const result = crossEntropy(between.at(-1)!, labels, weights);
    const denseGradients = this.#dense(gradient);
    let back = result.back;
    for (let i = layers.length - 1; i >= 0; i--) {
      const [x, y] = [between[i]!, between[i + 1]!];
      back = runDenseBack(x, y, back, rows, layers[i]!, denseGradients[i]!);
    }
    if (pooledMask) multiply(back, pooledMask);
    const queryBack = this.#part('pooling.query', gradient);
    const outputsBack = poolBack(pooling, read, pooled, back, query, queryBack);
    const dataBack = await this.#stack.backward(memory, outputsBack, gradient);
    if (dataMask) multiply(dataBack, dataMask);
    embedTokensBack(places, dataBack, this.#part('embedding', gradient), columns);
    const total = weights?.reduce((sum, weight) => sum + weight, 0) ?? rows;
    return { loss: result.loss / total, right: result.right };
  }

  /** Moves the parameters, and tells the kernels. */
  move(change: (parameters: Float64Array) => void): void {
    change(this.#parameters);
    this.#stack.update(this.#parameters);
  }

  dispose(): void {
    this.#stack.dispose();
  }

  async #pooled(texts: readonly TokenRows[]): Promise<Float64Array> {
    const places = placesOf(texts);
    const data = embedTokens(places, this.#part('embedding'), this.spec.columns);
    const outputs = this.#outputs(await this.#stack.forward(data, places), places);
    return pool(this.spec.pooling, outputs, this.#part('pooling.query')).values;
  }

  #outputs(data: Float32Array, places: Outputs['places']): Outputs {
    return { data, places, width: this.#layout.width, backwardFrom: this.#backwardFrom };
  }

  /** A view; of no length, where the network has no such part. */
  #part(name: string, values: Float64Array = this.#parameters): Float64Array {
    const part = this.#layout.parts.find((one) => one.name === name);
    return values.subarray(part?.at ?? 0, part ? part.at + part.size : 0);
  }

  #dense(values: Float64Array): Dense[] {
    const { hidden } = this.spec;
    return Array.from({ length: hidden.length + 1 }, (_, i) => ({
      kernel: this.#part(`dense.${i}.kernel`, values),
      bias: this.#part(`dense.${i}.bias`, values),
      activation: hidden[i]?.activation ?? 'none',
    }));
  }

  #expectSize({ length }: Float64Array): void {
    const { size } = this.#layout;
    if (length !== size) throw new RangeError(`${length} parameters for ${size}`);
  }
}
