/** A run, batch by batch: each epoch meets every picture once in a new order, then the test pictures are asked. */
import type { DenseKernels } from '#lib/engine/kernels/dense/operations.ts';
import { Random } from '#lib/maths/random.ts';
import { classCount, pixels, type DataSet, type Pictures } from './data-set.ts';
import type { ByteRows } from './network-shapes.ts';
import { DenseNetwork, placeRows } from './network.ts';
import { scoresOf, type Scores } from './score.ts';
import type { Settings } from './settings.ts';

/** Of one epoch; the training figures are those of its batches, before each step. */
export interface EpochPoint {
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Spent on its batches, without the test. */
  readonly ms: number;
}

/** A data set where the kernels find it. */
export interface Placed {
  readonly train: ByteRows;
  readonly test: ByteRows;
  readonly testPictures: Pictures;
  dispose(): void;
}

export function place(kernels: DenseKernels, { train, test }: DataSet): Placed {
  const placed = [train, test].map((one) => placeRows(kernels, one.bytes, one.labels));
  return {
    train: placed[0]!,
    test: placed[1]!,
    testPictures: test,
    dispose: () => placed.forEach((one) => one.dispose()),
  };
}

/** Test pictures that are asked at once. */
export const testRows = 250;

export class Trainer {
  readonly network: DenseNetwork;
  readonly settings: Settings;
  readonly points: EpochPoint[] = [];
  readonly #data: Placed;
  readonly #order: Int32Array;
  readonly #random: Random;
  readonly #now: () => number;
  readonly #probabilities: Float32Array;
  #scores: Scores | undefined;
  #latest = { loss: NaN, accuracy: NaN };
  #at = 0;
  #tested = 0;
  #loss = 0;
  #right = 0;
  #ms = 0;

  constructor(
    kernels: DenseKernels,
    data: Placed,
    settings: Settings,
    now: () => number = () => performance.now(),
  ) {
    const { hidden, curve, batch, seed } = settings;
    this.settings = settings;
    this.#data = data;
    this.#now = now;
    const spec = { inputs: pixels, hidden, classes: classCount, curve };
    this.network = new DenseNetwork(kernels, spec, Math.max(batch, testRows), seed);
    this.#random = new Random(seed + 1);
    this.#order = Int32Array.from({ length: this.#data.train.count }, (_, n) => n);
    this.#random.shuffle(this.#order);
    this.#probabilities = new Float32Array(this.#data.test.count * classCount);
  }

  get ended(): boolean {
    return this.points.length >= this.settings.epochs;
  }
  /** Of the pictures of this epoch, 0 to 1. */
  get progress(): number {
    return this.#at / this.#order.length;
  }
  get testing(): boolean {
    return this.#at === this.#order.length;
  }
  /** Of the whole run, 0 to 1. */
  get #share(): number {
    return (this.points.length + this.progress) / this.settings.epochs;
  }
  /** Pictures that were learnt from, over all epochs. */
  get seen(): number {
    return this.points.length * this.#order.length + (this.ended ? 0 : this.#at);
  }
  /** Mean loss and accuracy of the batches of this epoch so far. */
  get running(): { readonly loss: number; readonly accuracy: number } | undefined {
    return this.#at === 0
      ? undefined
      : { loss: this.#loss / this.#at, accuracy: this.#right / this.#at };
  }
  /** Of the last batch. */
  get latest(): { readonly loss: number; readonly accuracy: number } {
    return this.#latest;
  }
  /** Milliseconds of the batches of this epoch so far. */
  get spentMs(): number {
    return this.#ms;
  }
  /** Of the last test; a new object each time. */
  get scores(): Scores | undefined {
    return this.#scores;
  }
  /** Steps that are left until the test of this epoch is done. */
  get stepsToTest(): number {
    if (this.ended) return 0;
    const batches = Math.ceil((this.#order.length - this.#at) / this.settings.batch);
    return batches + Math.ceil((this.#data.test.count - this.#tested) / testRows);
  }

  /** One batch, or one handful of test pictures. False: there is none left. */
  step(): boolean {
    if (this.ended) return false;
    if (this.testing) this.#ask();
    else this.#learn();
    return true;
  }

  /** Gives the memory of the network back; the pictures stay. */
  dispose(): void {
    this.network.dispose();
  }

  #learn(): void {
    const startMs = this.#now();
    const rows = this.#order.slice(this.#at, this.#at + this.settings.batch);
    const rate = this.settings.rate * (this.settings.fall ? 1 - this.#share : 1);
    const { loss, right } = this.network.train(this.#data.train, rows, { ...this.settings, rate });
    this.#latest = { loss: loss / rows.length, accuracy: right / rows.length };
    this.#loss += loss;
    this.#right += right;
    this.#at += rows.length;
    this.#ms += this.#now() - startMs;
  }

  #ask(): void {
    const count = Math.min(testRows, this.#data.test.count - this.#tested);
    const rows = Int32Array.from({ length: count }, (_, n) => this.#tested + n);
    const found = this.network.ask(this.#data.test, rows);
    this.#probabilities.set(found, this.#tested * classCount);
    this.#tested += count;
    if (this.#tested < this.#data.test.count) return;
    const scores = (this.#scores = scoresOf(this.#data.testPictures, this.#probabilities));
    this.points.push({
      epoch: this.points.length + 1,
      trainLoss: this.#loss / this.#at,
      trainAccuracy: this.#right / this.#at,
      testLoss: scores.loss,
      testAccuracy: scores.accuracy,
      ms: this.#ms,
    });
    if (this.ended) return;
    this.#random.shuffle(this.#order);
    [this.#at, this.#tested, this.#loss, this.#right, this.#ms] = [0, 0, 0, 0, 0];
  }
}
