/** Softmax regression on bags of words: what a bag does not have costs nothing. Pure. */
import { createOptimiser, type Optimiser, type OptimiserState } from '#lib/maths/optimisers.ts';
import type { Random } from '#lib/maths/random.ts';
import type { Head, Matrix } from '../../heads/head.ts';
import { argMax, createMatrix, rowOf, softmax } from '../../heads/matrix.ts';
import { identityNormalisation } from '../../heads/normalise.ts';
import type { TrainSettings } from '../protocol.ts';
import type { Scored, StepLearner } from '../train/fit-epochs.ts';
import type { SparseRow } from './bag.ts';

export interface BagExamples {
  readonly rows: readonly SparseRow[];
  readonly labels: Int32Array;
  /** What each row counts for. */
  readonly weights: Float64Array;
}

export type BagSettings = Pick<
  TrainSettings,
  'optimiser' | 'learningRate' | 'batchSize' | 'l1' | 'l2'
>;

/** Rows are of unit length and have few terms: a step of the usual rate would hardly be one. */
const rateFactor = 10;

export interface BagLearnerOptions {
  readonly dimensions: number;
  readonly classes: readonly string[];
  readonly settings: BagSettings;
  readonly train: BagExamples;
  readonly validation: BagExamples;
  /** Where an interrupted run stands. */
  readonly from?: { readonly parameters: Float64Array; readonly optimiser: OptimiserState };
}

/** Parameters are the weights [terms, classes], then the bias; all zero at first, as the loss is convex. */
export class BagLearner implements Omit<StepLearner, 'answerer'> {
  readonly #options: BagLearnerOptions;
  readonly #parameters: Float64Array<ArrayBuffer>;
  readonly #gradient: Float64Array<ArrayBuffer>;
  readonly #optimiser: Optimiser;

  constructor(options: BagLearnerOptions) {
    const { dimensions, classes, settings, from } = options;
    const size = (dimensions + 1) * classes.length;
    this.#options = options;
    this.#parameters = from ? Float64Array.from(from.parameters) : new Float64Array(size);
    this.#gradient = new Float64Array(size);
    const rate = settings.learningRate * rateFactor;
    this.#optimiser = createOptimiser(settings.optimiser, rate, size, from?.optimiser);
  }

  *steps(random: Random): Generator<() => void> {
    const { train, settings } = this.#options;
    const order = random.shuffle([...train.rows.keys()]);
    for (let from = 0; from < order.length; from += settings.batchSize) {
      yield () => this.#step(order.slice(from, from + settings.batchSize));
    }
  }

  evaluate(part: 'train' | 'validation'): Promise<Scored> {
    const { rows, labels, weights } = this.#options[part];
    const logits = this.logits(rows);
    let loss = 0;
    let right = 0;
    labels.forEach((label, i) => {
      const own = rowOf(logits, i);
      if (argMax(own) === label) right++;
      softmax(own);
      loss -= weights[i]! * Math.log(Math.max(own[label]!, Number.MIN_VALUE));
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return Promise.resolve({ loss: loss / total, accuracy: right / rows.length });
  }

  parameters(): Float64Array<ArrayBuffer> {
    return this.#parameters.slice();
  }

  load(parameters: Float64Array): void {
    this.#parameters.set(parameters);
  }

  state(): OptimiserState {
    return this.#optimiser.state;
  }

  /** [rows, classes] */
  logits(rows: readonly SparseRow[]): Matrix {
    const out = createMatrix(rows.length, this.#options.classes.length);
    rows.forEach((row, i) => this.#forward(row, rowOf(out, i)));
    return out;
  }

  head(): Head {
    const { dimensions, classes } = this.#options;
    const end = dimensions * classes.length;
    const data = Float32Array.from(this.#parameters.subarray(0, end));
    const bias = Float32Array.from(this.#parameters.subarray(end));
    return {
      method: 'linear',
      classes,
      dimensions,
      normalisation: identityNormalisation(dimensions),
      temperature: 1,
      layers: [
        { weights: { rows: dimensions, columns: classes.length, data }, bias, activation: 'none' },
      ],
    };
  }

  #forward({ terms, values }: SparseRow, out: Float32Array | Float64Array): void {
    const count = this.#options.classes.length;
    const bias = this.#options.dimensions * count;
    for (let k = 0; k < count; k++) {
      let sum = this.#parameters[bias + k]!;
      for (let i = 0; i < terms.length; i++) {
        sum += values[i]! * this.#parameters[terms[i]! * count + k]!;
      }
      out[k] = sum;
    }
  }

  #step(batch: readonly number[]): void {
    const { train, classes, dimensions, settings } = this.#options;
    const count = classes.length;
    const end = dimensions * count;
    const gradient = this.#gradient;
    for (let i = 0; i < end; i++) {
      const w = this.#parameters[i]!;
      gradient[i] = settings.l1 * Math.sign(w) + settings.l2 * w;
    }
    gradient.fill(0, end);
    const total = batch.reduce((sum, row) => sum + train.weights[row]!, 0);
    const errors = new Float64Array(count);
    for (const row of batch) {
      const { terms, values } = train.rows[row]!;
      this.#forward(train.rows[row]!, errors);
      softmax(errors);
      errors[train.labels[row]!]! -= 1;
      const share = train.weights[row]! / total;
      for (let k = 0; k < count; k++) {
        const error = share * errors[k]!;
        gradient[end + k]! += error;
        for (let i = 0; i < terms.length; i++)
          gradient[terms[i]! * count + k]! += error * values[i]!;
      }
    }
    this.#optimiser.step(this.#parameters, gradient);
  }
}
