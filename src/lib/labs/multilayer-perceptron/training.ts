/** A network on points of a plane: one epoch after another, and everything inside it to draw. Pure. */
import { addPenalty } from '#lib/maths/network/penalty.ts';
import { createNetwork, type Network } from '#lib/maths/network.ts';
import { createOptimiser, type Optimiser, type OptimiserName } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import type { Activation } from './choices.ts';
import { dataOf, toRows, type DataChoice } from './data.ts';
import { fieldSize, smallSize } from './grid.ts';

/** What a training begins with; another one begins again. */
export interface Structure {
  /** Units of each hidden layer. */
  readonly layers: readonly number[];
  readonly activation: Activation;
  readonly seed: number;
}

/** What may change on the way. */
export interface Tuning {
  readonly optimiser: OptimiserName;
  readonly rate: number;
  readonly l2: number;
  readonly batch: number;
}

export interface Score {
  /** Mean cross-entropy. */
  readonly loss: number;
  /** The part answered wrong. */
  readonly error: number;
}

/** An activation as a shade, −1..1. */
export function shadeOf(activation: Activation, value: number): number {
  if (activation === 'sigmoid') return 2 * value - 1;
  return Math.max(-1, Math.min(1, activation === 'tanh' ? value : value / 2));
}

export class Training {
  readonly network: Network;
  readonly #structure: Structure;
  readonly #random: Random;
  #tuning: Tuning;
  #optimiser: Optimiser;
  #rows: { train: ReturnType<typeof toRows>; test: ReturnType<typeof toRows> };

  constructor(structure: Structure, tuning: Tuning, data: DataChoice) {
    this.#structure = structure;
    this.#tuning = tuning;
    this.network = createNetwork({
      inputs: 2,
      layers: [
        ...structure.layers.map((units) => ({ units, activation: structure.activation })),
        { units: 1 },
      ],
      loss: 'logistic',
      initialisation: structure.activation === 'relu' ? 'he' : 'xavier',
      seed: structure.seed,
    });
    this.#random = new Random(structure.seed + 0.5 * 2 ** 32);
    this.#optimiser = this.#createOptimiser();
    this.#rows = rowsOf(data);
  }

  set tuning(tuning: Tuning) {
    const { optimiser, rate } = this.#tuning;
    this.#tuning = tuning;
    if (tuning.optimiser !== optimiser) this.#optimiser = this.#createOptimiser();
    else if (tuning.rate !== rate) {
      // What it remembers stays: only its steps change.
      this.#optimiser = createOptimiser(
        optimiser,
        tuning.rate,
        this.network.parameters.length,
        this.#optimiser.state,
      );
    }
  }

  set data(data: DataChoice) {
    this.#rows = rowsOf(data);
  }

  /** Every training point once, in batches. */
  runEpoch(): void {
    const { x, y, count } = this.#rows.train;
    const order = this.#random.shuffle(Int32Array.from({ length: count }, (_, i) => i));
    for (let from = 0; from < count; from += this.#tuning.batch) {
      const rows = Math.min(this.#tuning.batch, count - from);
      const batchX = new Float64Array(2 * rows);
      const batchY = new Float64Array(rows);
      for (let i = 0; i < rows; i++) {
        const row = order[from + i]!;
        batchX[2 * i] = x[2 * row]!;
        batchX[2 * i + 1] = x[2 * row + 1]!;
        batchY[i] = y[row]!;
      }
      const { gradient } = this.network.gradient(batchX, batchY, rows);
      addPenalty(this.network, { l1: 0, l2: this.#tuning.l2 }, gradient);
      this.#optimiser.step(this.network.parameters, gradient);
    }
  }

  /** How it does on points it trains on, and on points it never sees; no number where there are none. */
  score(): { train: Score; test: Score } {
    const of = ({ x, y, count }: ReturnType<typeof toRows>): Score => {
      if (count === 0) return { loss: Number.NaN, error: Number.NaN };
      const { loss, accuracy = Number.NaN } = this.network.evaluate(x, y, count);
      return { loss, error: 1 - accuracy };
    };
    return { train: of(this.#rows.train), test: of(this.#rows.test) };
  }

  get hasDiverged(): boolean {
    return this.network.parameters.some((value) => !Number.isFinite(value));
  }

  /**
   * What each unit says of each point of the plane, as shades −1..1; the output comes last.
   * @param watched layer and unit to show in full; undefined: the output
   */
  fields(
    grid: Float64Array,
    watched: readonly [layer: number, unit: number] | undefined,
  ): { full: Float32Array; small: readonly (readonly Float32Array[])[] } {
    const made = this.network.forward(grid, grid.length / 2);
    const { layers, activation } = this.#structure;
    const shade = (layer: number, value: number) =>
      layer === layers.length ? 2 * value - 1 : shadeOf(activation, value);
    const small = [...layers, 1].map((units, layer) =>
      Array.from({ length: units }, (_, unit) => {
        const { post } = made[layer]!;
        const field = new Float32Array(smallSize * smallSize);
        for (let i = 0; i < field.length; i++) {
          const row = 2 * Math.floor(i / smallSize);
          const cell = row * fieldSize + 2 * (i % smallSize);
          field[i] = shade(layer, post[cell * units + unit]!);
        }
        return field;
      }),
    );
    const [layer, unit] = watched ?? [layers.length, 0];
    const units = layers[layer] ?? 1;
    const { post } = made[layer]!;
    const full = Float32Array.from({ length: fieldSize * fieldSize }, (_, i) =>
      shade(layer, post[i * units + unit]!),
    );
    return { full, small };
  }

  #createOptimiser(): Optimiser {
    const { optimiser, rate } = this.#tuning;
    return createOptimiser(optimiser, rate, this.network.parameters.length);
  }
}

function rowsOf(choice: DataChoice) {
  const { train, test } = dataOf(choice);
  return { train: toRows(train), test: toRows(test) };
}
