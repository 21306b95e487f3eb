/** A network that reads, as the loop of epochs moves it. */
import { batchesInOrder, batchesOf } from '#lib/text/train/batches.ts';
import type { PackedModel } from '#lib/text/train/files.ts';
import { packModel } from '#lib/text/train/files.ts';
import type {
  TextBatch,
  TextNetwork,
  TextTraining,
  TokenRows,
  TrainingState,
} from '#lib/text/train/network.ts';
import type { Units } from '#lib/text/model/format.ts';
import type { Tokens } from '#lib/text/units/tokens.ts';
import type { Random } from '#lib/maths/random.ts';
import type { Head, Matrix } from '../../heads/head.ts';
import { createMatrix } from '../../heads/matrix.ts';
import { identityNormalisation } from '../../heads/normalise.ts';
import type { TextTail } from '../tail.ts';
import type { Scored, StepLearner } from '../train/fit-epochs.ts';

const evaluationBatch = 64;

export interface NetworkExamples {
  readonly texts: readonly TokenRows[];
  readonly labels: Int32Array;
  readonly weights: Float64Array;
}

export interface NetworkFrame {
  readonly id: string;
  readonly units: Units;
  readonly window: number;
  /** Of the tail: half as large, and scores differ in the third digit at most. */
  readonly type: 'float32' | 'float16';
}

export interface NetworkLearnerOptions {
  readonly network: TextNetwork;
  readonly training: TextTraining;
  readonly frame: NetworkFrame;
  readonly classes: readonly string[];
  readonly batchSize: number;
  readonly train: NetworkExamples;
  readonly validation: NetworkExamples;
}

export class NetworkLearner implements StepLearner {
  readonly #options: NetworkLearnerOptions;

  constructor(options: NetworkLearnerOptions) {
    this.#options = options;
  }

  *steps(random: Random): Generator<() => Promise<void>> {
    const { train, batchSize, training } = this.#options;
    for (const rows of batchesOf(lengthsOf(train.texts), batchSize, random)) {
      yield async () => {
        await training.step(batchFrom(train, rows), random);
      };
    }
  }

  async evaluate(part: 'train' | 'validation'): Promise<Scored> {
    const examples = this.#options[part];
    let loss = 0;
    let right = 0;
    for (const rows of batchesInOrder(lengthsOf(examples.texts), evaluationBatch)) {
      const result = await this.#options.network.evaluate(batchFrom(examples, rows));
      loss += result.loss;
      right += result.right;
    }
    const total = examples.weights.reduce((sum, weight) => sum + weight, 0);
    return { loss: loss / total, accuracy: right / examples.texts.length };
  }

  parameters(): Float64Array<ArrayBuffer> {
    return this.#options.network.parameters;
  }

  load(parameters: Float64Array): void {
    this.#options.network.load(parameters);
  }

  state(): TrainingState {
    return this.#options.training.state;
  }

  answerer(): { readonly head: Head; readonly tail: TextTail } {
    return { head: this.#head(), tail: this.#tail() };
  }

  /** [texts, classes] */
  async logits(texts: readonly TokenRows[]): Promise<Matrix> {
    const { network, classes } = this.#options;
    const out = createMatrix(texts.length, classes.length);
    for (const rows of batchesInOrder(lengthsOf(texts), evaluationBatch)) {
      const some = rows.map((row) => texts[row]!);
      const { logits } = await network.evaluate({
        texts: some,
        labels: new Int32Array(some.length),
      });
      rows.forEach((row, i) =>
        out.data.set(
          logits.subarray(i * classes.length, (i + 1) * classes.length),
          row * classes.length,
        ),
      );
    }
    return out;
  }

  /** The classifier: the last dense layer. */
  #head(): Head {
    const { network, classes } = this.#options;
    const { parameters, dimensions, networkSize } = network;
    const end = networkSize + dimensions * classes.length;
    const data = Float32Array.from(parameters.subarray(networkSize, end));
    return {
      method: 'linear',
      classes,
      dimensions,
      normalisation: identityNormalisation(dimensions),
      temperature: 1,
      layers: [
        {
          weights: { rows: dimensions, columns: classes.length, data },
          bias: Float32Array.from(parameters.subarray(end)),
          activation: 'none',
        },
      ],
    };
  }

  /** Everything below it. */
  #tail(): TextTail {
    const { network, classes, frame } = this.#options;
    const { type, ...rest } = frame;
    const packed: PackedModel = packModel(
      network,
      { ...rest, labels: classes, temperature: 1 },
      type,
    );
    const file = { ...packed.file, labels: [], dense: packed.file.dense.slice(0, -1) };
    return { kind: 'text-model', file, weights: packed.weights.buffer };
  }
}

/** @param window tokens of a text that are read */
export function tokenRows({ count, rows, firsts }: Tokens, window: number): TokenRows {
  const kept = Math.min(count, window);
  const starts = Int32Array.from(firsts.slice(0, kept + 1));
  return { rows: Int32Array.from(rows.slice(0, starts[kept])), starts };
}

function lengthsOf(texts: readonly TokenRows[]): number[] {
  return texts.map(({ rows, starts }) => (starts ? starts.length - 1 : rows.length));
}

function batchFrom(
  { texts, labels, weights }: NetworkExamples,
  rows: readonly number[],
): TextBatch {
  return {
    texts: rows.map((row) => texts[row]!),
    labels: Int32Array.from(rows, (row) => labels[row]!),
    weights: Float64Array.from(rows, (row) => weights[row]!),
  };
}
