/**
 * A network, its pooling and a softmax classifier above it, trained as one. All parameters lie in
 * one float64 array, so that any optimiser can move them: the network's weights in the order of its
 * operations, then the classifier's [dimensions, classes] and its bias.
 */
import { argMax, softmax } from '../../heads/matrix.ts';
import type { Head, Normalisation } from '../../heads/head.ts';
import type { Random } from '#lib/maths/random.ts';
import type { TailWeight } from '../tail.ts';
import type { GraphNetwork } from './graph-network.ts';
import { createMaps, type Maps } from './maps.ts';
import { pool, poolBack, pooledLength, type Pooling } from './pooling-back.ts';

export interface DeepShape {
  readonly network: GraphNetwork;
  /** Of the maps that go in. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Of the maps that come out. */
  readonly outChannels: number;
  readonly pooling: Pooling;
  /** Numbers after the maps of a row that join the embedding as they are: the frozen network's part. */
  readonly extra: number;
}

/** Rows of maps and extras, with what they are. */
export interface Batch {
  readonly rows: Float32Array<ArrayBuffer>;
  readonly labels: Int32Array;
  /** One for each row. */
  readonly weights: Float64Array;
}

export interface Restraint {
  readonly l1: number;
  readonly l2: number;
  readonly dropout: number;
  readonly random: Random;
}

export class DeepModel {
  readonly shape: DeepShape;
  readonly classes: readonly string[];
  /** Length of a row that goes in. */
  readonly rowLength: number;
  readonly dimensions: number;
  /** Of the network's weights; the classifier's follow. */
  readonly networkSize: number;
  readonly size: number;
  readonly #normalisation: Normalisation;
  /** Where l2 pulls the network's weights: to where they were (Li et al., 2018, "L2-SP"). */
  readonly #start: Float64Array;
  readonly #mapLength: number;

  /** @param initial parameters */
  constructor(
    shape: DeepShape,
    classes: readonly string[],
    normalisation: Normalisation,
    initial: Float64Array,
  ) {
    this.shape = shape;
    this.classes = classes;
    this.#normalisation = normalisation;
    this.#mapLength = shape.height * shape.width * shape.channels;
    this.rowLength = this.#mapLength + shape.extra;
    this.dimensions = pooledLength(shape.outChannels, shape.pooling) + shape.extra;
    this.networkSize = sizeOf(shape.network);
    this.size = this.networkSize + (this.dimensions + 1) * classes.length;
    if (initial.length !== this.size) throw new RangeError(`${initial.length} for ${this.size}`);
    this.#start = initial.slice(0, this.networkSize);
  }

  /** Embeddings of rows: [rows, dimensions]. */
  embed(parameters: Float64Array, rows: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
    return this.#forward(this.#weights(parameters), rows).embeddings;
  }

  /** Weighted mean cross-entropy and how many are right. */
  evaluate(parameters: Float64Array, { rows, labels, weights }: Batch) {
    const logits = this.#logits(parameters, this.#normalised(this.embed(parameters, rows)));
    const count = this.classes.length;
    let loss = 0;
    let right = 0;
    labels.forEach((label, i) => {
      if (argMax(logits, i * count, count) === label) right++;
      softmax(logits, 1, i * count, count);
      loss -= weights[i]! * Math.log(Math.max(logits[i * count + label]!, Number.MIN_VALUE));
    });
    return { loss, right };
  }

  /** Loss of a batch with its penalties; its gradient is written over `gradient`. */
  gradient(
    parameters: Float64Array,
    { rows, labels, weights: shares }: Batch,
    { l1, l2, dropout, random }: Restraint,
    gradient: Float64Array,
  ): number {
    const weights = this.#weights(parameters);
    const { embeddings, out, memory } = this.#forward(weights, rows);
    const x = this.#normalised(embeddings);
    const mask = dropout > 0 ? dropMask(x.length, dropout, random) : undefined;
    if (mask) for (let i = 0; i < x.length; i++) x[i]! *= mask[i]!;
    const errors = this.#logits(parameters, x);
    const count = this.classes.length;
    const total = shares.reduce((sum, share) => sum + share, 0);
    let loss = 0;
    labels.forEach((label, i) => {
      softmax(errors, 1, i * count, count);
      loss -=
        (shares[i]! / total) * Math.log(Math.max(errors[i * count + label]!, Number.MIN_VALUE));
      errors[i * count + label]! -= 1;
      for (let k = 0; k < count; k++) errors[i * count + k]! *= shares[i]! / total;
    });
    gradient.fill(0);
    const below = this.#classifierBack(parameters, x, errors, gradient);
    if (mask) for (let i = 0; i < below.length; i++) below[i]! *= mask[i]!;
    const { scale } = this.#normalisation;
    if (scale) for (let i = 0; i < below.length; i++) below[i]! /= scale[i % this.dimensions]!;
    const above = createMaps(out);
    poolBack(out, this.shape.pooling, below, this.dimensions, above);
    this.#putGradients(this.shape.network.backward(above, memory, weights), gradient);
    return loss + this.#punish(parameters, l1, l2, gradient);
  }

  /** The classifier as a head of the embeddings. */
  head(parameters: Float64Array): Head {
    const count = this.classes.length;
    const from = this.networkSize;
    const at = from + this.dimensions * count;
    return {
      method: 'linear',
      classes: this.classes,
      dimensions: this.dimensions,
      normalisation: this.#normalisation,
      temperature: 1,
      layers: [
        {
          weights: {
            rows: this.dimensions,
            columns: count,
            data: Float32Array.from(parameters.subarray(from, at)),
          },
          bias: Float32Array.from(parameters.subarray(at)),
          activation: 'none',
        },
      ],
    };
  }

  /** The network's weights, as they travel. */
  tail(parameters: Float64Array): TailWeight[] {
    const values = this.#weights(parameters);
    return this.shape.network.weights.map(({ at, shape }) => ({
      at,
      shape,
      values: values.get(at)!,
    }));
  }

  #forward(weights: ReadonlyMap<number, Float32Array<ArrayBuffer>>, rows: Float32Array) {
    const { height, width, channels, network, pooling, extra } = this.shape;
    const batch = rows.length / this.rowLength;
    const input: Maps = createMaps({ batch, height, width, channels });
    const embeddings = new Float32Array(batch * this.dimensions);
    for (let i = 0; i < batch; i++) {
      const row = rows.subarray(i * this.rowLength, (i + 1) * this.rowLength);
      input.data.set(row.subarray(0, this.#mapLength), i * this.#mapLength);
      const end = (i + 1) * this.dimensions;
      embeddings.set(row.subarray(this.#mapLength), end - extra);
    }
    const { out, memory } = network.forward(input, weights);
    pool(out, pooling, embeddings, this.dimensions);
    return { embeddings, out, memory };
  }

  #normalised(embeddings: Float32Array): Float32Array<ArrayBuffer> {
    const { mean, scale } = this.#normalisation;
    return Float32Array.from(embeddings, (value, i) => {
      const j = i % this.dimensions;
      return (value - mean[j]!) / (scale?.[j] ?? 1);
    });
  }

  #logits(parameters: Float64Array, x: Float32Array): Float64Array {
    const count = this.classes.length;
    const bias = this.networkSize + this.dimensions * count;
    const logits = new Float64Array((x.length / this.dimensions) * count);
    for (let i = 0; i < x.length; i++) {
      const to = Math.floor(i / this.dimensions) * count;
      const from = this.networkSize + (i % this.dimensions) * count;
      for (let k = 0; k < count; k++) logits[to + k]! += x[i]! * parameters[from + k]!;
    }
    return logits.map((value, i) => value + parameters[bias + (i % count)]!);
  }

  #classifierBack(
    parameters: Float64Array,
    x: Float32Array,
    errors: Float64Array,
    gradient: Float64Array,
  ): Float32Array {
    const count = this.classes.length;
    const bias = this.networkSize + this.dimensions * count;
    errors.forEach((error, i) => (gradient[bias + (i % count)]! += error));
    const below = new Float32Array(x.length);
    for (let i = 0; i < x.length; i++) {
      const row = Math.floor(i / this.dimensions) * count;
      const at = this.networkSize + (i % this.dimensions) * count;
      let sum = 0;
      for (let k = 0; k < count; k++) {
        gradient[at + k]! += x[i]! * errors[row + k]!;
        sum += parameters[at + k]! * errors[row + k]!;
      }
      below[i] = sum;
    }
    return below;
  }

  #punish(parameters: Float64Array, l1: number, l2: number, gradient: Float64Array): number {
    if (l1 === 0 && l2 === 0) return 0;
    let loss = 0;
    for (let i = 0; i < this.networkSize; i++) {
      const away = parameters[i]! - this.#start[i]!;
      loss += (l2 / 2) * away * away;
      gradient[i]! += l2 * away;
    }
    const end = this.networkSize + this.dimensions * this.classes.length;
    for (let i = this.networkSize; i < end; i++) {
      const w = parameters[i]!;
      loss += l1 * Math.abs(w) + (l2 / 2) * w * w;
      gradient[i]! += l1 * Math.sign(w) + l2 * w;
    }
    return loss;
  }

  #weights(parameters: Float64Array): Map<number, Float32Array<ArrayBuffer>> {
    let from = 0;
    return new Map(
      this.shape.network.weights.map(({ at, shape }) => {
        const end = from + lengthOf(shape);
        const values = Float32Array.from(parameters.subarray(from, end));
        from = end;
        return [at, values];
      }),
    );
  }

  #putGradients(own: ReadonlyMap<number, Float32Array>, gradient: Float64Array): void {
    let from = 0;
    for (const { at, shape } of this.shape.network.weights) {
      const values = own.get(at);
      if (values) gradient.set(values, from);
      from += lengthOf(shape);
    }
  }
}

export const lengthOf = (shape: readonly number[]): number =>
  shape.reduce((product, side) => product * side, 1);

export function sizeOf(network: GraphNetwork): number {
  return network.weights.reduce((sum, { shape }) => sum + lengthOf(shape), 0);
}

/** Keeps each with 1 − rate, scaled so that the expectation stays (Srivastava et al., 2014, "inverted"). */
function dropMask(length: number, rate: number, random: Random): Float32Array {
  return Float32Array.from({ length }, () => (random.next() < rate ? 0 : 1 / (1 - rate)));
}
