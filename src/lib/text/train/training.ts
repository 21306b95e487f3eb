/** Steps of an optimiser on a network's gradient: penalties, clipping, and only the rows that moved. */
import { createOptimiser, type Optimiser } from '#lib/maths/optimisers.ts';
import type { Random } from '#lib/maths/random.ts';
import { touchedRows } from './embedding.ts';
import type {
  StepResult,
  TextBatch,
  TextTraining,
  TrainingSettings,
  TrainingState,
} from './network.ts';
import type { KernelNetwork } from './open-network.ts';

export class KernelTraining implements TextTraining {
  readonly #network: KernelNetwork;
  readonly #settings: TrainingSettings;
  readonly #lower: Optimiser;
  readonly #classifier: Optimiser;
  /** All zero between the steps but where recurrent layers write theirs whole. */
  readonly #gradient: Float64Array;

  constructor(network: KernelNetwork, settings: TrainingSettings, from?: TrainingState) {
    const { size, networkSize } = network;
    const { optimiser, rates } = settings;
    this.#network = network;
    this.#settings = settings;
    this.#lower = createOptimiser(optimiser, rates.network, networkSize, from?.network);
    this.#classifier = createOptimiser(
      optimiser,
      rates.classifier,
      size - networkSize,
      from?.classifier,
    );
    this.#gradient = new Float64Array(size);
  }

  get state(): TrainingState {
    return { network: this.#lower.state, classifier: this.#classifier.state };
  }

  async step(batch: TextBatch, random: Random): Promise<StepResult> {
    const { dropout, embeddingRows, clipNorm } = this.#settings;
    const gradient = this.#gradient;
    const { networkSize } = this.#network;
    const result = await this.#network.gradient(batch, dropout, random, gradient);
    const moving = this.#moving(batch);
    if (embeddingRows === 'frozen') gradient.fill(0, 0, moving[0]);
    this.#network.move((parameters) => {
      this.#punish(parameters);
      if (clipNorm !== undefined) clip(gradient, moving, clipNorm);
      this.#lower.step(
        parameters.subarray(0, networkSize),
        gradient.subarray(0, networkSize),
        moving.subarray(0, -2),
      );
      this.#classifier.step(parameters.subarray(networkSize), gradient.subarray(networkSize));
    });
    for (let i = 0; i < moving.length; i += 2) gradient.fill(0, moving[i], moving[i + 1]);
    return result;
  }

  /** Ranges of parameters that this step moves, first and end in turns; the last is the classifier's. */
  #moving({ texts }: TextBatch): Int32Array<ArrayBuffer> {
    const { spec, parts, size, networkSize } = this.#network;
    const { size: table } = parts[0]!;
    const rest = [networkSize, networkSize, size];
    switch (this.#settings.embeddingRows) {
      case 'all':
        return Int32Array.of(0, ...rest);
      case 'frozen':
        return Int32Array.of(table, ...rest);
      case 'touched': {
        const rows = touchedRows(texts);
        const ranges = new Int32Array(2 * rows.length + 4);
        rows.forEach((row, i) => {
          ranges[2 * i] = row * spec.columns;
          ranges[2 * i + 1] = (row + 1) * spec.columns;
        });
        ranges.set([table, ...rest], 2 * rows.length);
        return ranges;
      }
    }
  }

  #punish(parameters: Float64Array): void {
    const { l1, l2 } = this.#settings;
    if (l1 === 0 && l2 === 0) return;
    for (const { name, at, size } of this.#network.parts) {
      if (!/^dense\.\d+\.kernel$/.test(name)) continue;
      for (let i = at; i < at + size; i++) {
        this.#gradient[i]! += l1 * Math.sign(parameters[i]!) + l2 * parameters[i]!;
      }
    }
  }
}

function clip(gradient: Float64Array, ranges: Int32Array, longest: number): void {
  let squares = 0;
  eachOf(ranges, (i) => (squares += gradient[i]! ** 2));
  const norm = Math.sqrt(squares);
  if (norm > longest) eachOf(ranges, (i) => (gradient[i]! *= longest / norm));
}

function eachOf(ranges: Int32Array, visit: (i: number) => void): void {
  for (let r = 0; r < ranges.length; r += 2) {
    for (let i = ranges[r]!; i < ranges[r + 1]!; i++) visit(i);
  }
}
