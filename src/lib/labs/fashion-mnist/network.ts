/**
 * A feedforward network on rows of bytes, trained with softmax and cross-entropy: layer by layer
 * h = f(h·W + b), and backwards δ = (p − y) ÷ rows, dW = hᵀ·δ, δ ← (δ·Wᵀ) ∘ f′ (Rumelhart, Hinton and
 * Williams, 1986). All numbers lie in the heap of the kernels, of 32 bits.
 */
import { Blocks } from '#lib/engine/kernels/wasm/blocks.ts';
import { optimiserNames } from '#lib/maths/optimisers.ts';
import { Random } from '#lib/maths/random.ts';
import { curves, type Curve, type DenseKernels } from '#lib/engine/kernels/dense/operations.ts';
import type { BatchScore, ByteRows, DenseSpec, DenseTraining } from './network-shapes.ts';

interface Layer {
  readonly inputs: number;
  readonly units: number;
  /** Panels of sixteen that hold the units, and the bytes of a row of them. */
  readonly panels: number;
  readonly row: number;
  /** Place of weights [inputs, row] and biases [row] within the parameters, in bytes. */
  readonly weights: number;
  readonly biases: number;
  /** What comes out [rows, row], what was let through of it, its gradient, and masks. */
  readonly out: number;
  readonly passed: number;
  readonly delta: number;
  readonly mask: number;
  readonly packed: number;
}

/** Smallest probability whose logarithm is taken. */
const least = 1e-12;
/** Deviation that keeps the size of signals: √(2 ÷ inputs) after He et al., 2015; Glorot and Bengio, 2010. */
const deviation = (curve: Curve, inputs: number, units: number): number =>
  curve === 'tanh' || curve === 'sigmoid' || curve === 'none'
    ? Math.sqrt(2 / (inputs + units))
    : Math.sqrt(2 / inputs);

export class DenseNetwork {
  readonly spec: DenseSpec;
  readonly #kernels: DenseKernels;
  readonly #blocks: Blocks;
  readonly #layers: readonly Layer[];
  readonly #mostRows: number;
  // Addresses: parameters, gradient, two memories of an optimiser, zeros, row numbers, inputs.
  readonly #w: number;
  readonly #g: number;
  readonly #m: number;
  readonly #s: number;
  readonly #zeros: number;
  readonly #index: number;
  readonly #x: number;
  readonly #scratch: number;
  readonly #random: Random;
  #steps = 0;

  /** @param mostRows of a batch, in training and in asking */
  constructor(kernels: DenseKernels, spec: DenseSpec, mostRows: number, seed: number) {
    if (spec.inputs % 16 !== 0) throw new RangeError(`${spec.inputs} is no multiple of 16`);
    this.spec = spec;
    this.#kernels = kernels;
    this.#mostRows = mostRows;
    this.#random = new Random(seed);
    const blocks = (this.#blocks = new Blocks(kernels.heap));
    const units = [...spec.hidden, spec.classes];
    let at = 0;
    this.#layers = units.map((count, n) => {
      const inputs = n === 0 ? spec.inputs : units[n - 1]!;
      const panels = Math.ceil(count / 16);
      const row = 64 * panels;
      const weights = at;
      const biases = weights + inputs * row;
      at = biases + row;
      return {
        ...{ inputs, units: count, panels, row, weights, biases },
        out: blocks.take(mostRows * row),
        passed: blocks.take(mostRows * row),
        delta: blocks.take(mostRows * row),
        mask: blocks.take(mostRows * row),
        packed: blocks.take(inputs * row),
      };
    });
    [this.#w, this.#g, this.#m, this.#s] = [at, at, at, at].map((bytes) => blocks.take(bytes)) as [
      number,
      number,
      number,
      number,
    ];
    const widest = Math.max(...this.#layers.map(({ row }) => row));
    this.#zeros = blocks.take(widest);
    this.#index = blocks.take(4 * mostRows);
    this.#x = blocks.take(4 * spec.inputs * mostRows);
    const turned = this.#layers.map(({ inputs, units }) => Math.ceil(inputs / 16) * 64 * units);
    this.#scratch = blocks.take(Math.max(mostRows * widest, ...turned.slice(1)));
    for (const start of [this.#w, this.#g, this.#m, this.#s]) this.#list(start, at).fill(0);
    this.#list(this.#zeros, widest).fill(0);
    this.#initialise();
  }

  get parameterCount(): number {
    return this.#layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
  }

  /** Gives the memory back. */
  dispose(): void {
    this.#blocks.give();
  }

  /** One step on these rows. The loss is that before the step, without what L1 and L2 add. */
  train(data: ByteRows, rows: Int32Array, training: DenseTraining): BatchScore {
    this.#forward(data, rows, training.dropout);
    const score = this.#blame(data, rows);
    this.#backward(rows.length, training.dropout);
    this.#move(training);
    return score;
  }

  /** The gradient of the mean loss of these rows, in the order of `parameters`; for tests. */
  gradient(data: ByteRows, rows: Int32Array): Float32Array {
    this.#forward(data, rows, 0);
    this.#blame(data, rows);
    this.#backward(rows.length, 0);
    return this.#compact(this.#g);
  }

  /** @returns the probabilities of these rows, [rows, classes] */
  ask(data: ByteRows, rows: Int32Array): Float32Array {
    this.#forward(data, rows, 0);
    const { classes } = this.spec;
    const { out, row } = this.#layers.at(-1)!;
    const found = new Float32Array(rows.length * classes);
    for (let i = 0; i < rows.length; i++) {
      found.set(this.#list(out + i * row, 4 * classes), i * classes);
    }
    return found;
  }

  /** Layer by layer its weights [inputs, units], then its biases: as tf.layers has them. */
  get parameters(): Float32Array {
    return this.#compact(this.#w);
  }
  set parameters(values: Float32Array) {
    let from = 0;
    for (const { at, units, rows, row } of this.#parts()) {
      for (let i = 0; i < rows; i++, from += units) {
        this.#list(this.#w + at + i * row, 4 * units).set(values.subarray(from, from + units));
      }
    }
  }

  /** The weights that lead to one unit of the first layer: as many as inputs. */
  incoming(unit: number): Float32Array {
    const { inputs, row, weights } = this.#layers[0]!;
    const cells = this.#list(this.#w + weights, inputs * row);
    return Float32Array.from({ length: inputs }, (_, i) => cells[(i * row) / 4 + unit]!);
  }

  #list(at: number, bytes: number): Float32Array {
    return this.#kernels.heap.float32.subarray(at / 4, (at + bytes) / 4);
  }

  #parts() {
    return this.#layers.flatMap(({ inputs, units, row, weights, biases }) => [
      { at: weights, units, rows: inputs, row },
      { at: biases, units, rows: 1, row },
    ]);
  }

  #compact(from: number): Float32Array {
    const values = new Float32Array(this.parameterCount);
    let to = 0;
    for (const { at, units, rows, row } of this.#parts()) {
      for (let i = 0; i < rows; i++, to += units) {
        values.set(this.#list(from + at + i * row, 4 * units), to);
      }
    }
    return values;
  }

  #initialise(): void {
    const { curve } = this.spec;
    this.#layers.forEach(({ inputs, units, row, weights }, n) => {
      const isLast = n === this.#layers.length - 1;
      const size = deviation(isLast ? 'none' : curve, inputs, units);
      for (let i = 0; i < inputs; i++) {
        const cells = this.#list(this.#w + weights + i * row, 4 * units);
        for (let j = 0; j < units; j++) cells[j] = this.#random.normal() * size;
      }
    });
  }

  #forward(data: ByteRows, rows: Int32Array, dropout: number): void {
    const { heap, operations } = this.#kernels;
    if (rows.length > this.#mostRows) throw new RangeError(`${rows.length} rows`);
    heap.int32.set(rows, this.#index / 4);
    operations.takeBytes(rows.length, this.#index, data.at, this.spec.inputs, this.#x);
    let from = this.#x;
    let fromRow = 4 * this.spec.inputs;
    const curve = curves.indexOf(this.spec.curve);
    this.#layers.forEach((layer, n) => {
      const { inputs, panels, row, packed, out } = layer;
      operations.pack(inputs, panels, this.#w + layer.weights, row, packed);
      const bias = this.#w + layer.biases;
      operations.product(
        ...([rows.length, panels, inputs, from, fromRow, 4, packed, bias, 0, out, row] as const),
      );
      [from, fromRow] = [out, row];
      if (n === this.#layers.length - 1) return;
      const bytes = rows.length * row;
      operations.activate(curve, out, bytes);
      if (dropout === 0) return;
      const mask = this.#list(layer.mask, bytes);
      const kept = 1 / (1 - dropout);
      for (let i = 0; i < mask.length; i++) mask[i] = this.#random.next() < dropout ? 0 : kept;
      operations.mask(out, layer.mask, layer.passed, bytes);
      from = layer.passed;
    });
    const { panels, out } = this.#layers.at(-1)!;
    operations.softmax(rows.length, this.spec.classes, panels, out);
  }

  /** δ of the last layer: what each probability has too much, over the rows. */
  #blame({ labels }: ByteRows, rows: Int32Array): BatchScore {
    const { out, delta, row } = this.#layers.at(-1)!;
    const cells = this.#kernels.heap.float32;
    let loss = 0;
    let right = 0;
    for (let i = 0; i < rows.length; i++) {
      const from = (out + i * row) / 4;
      const to = (delta + i * row) / 4;
      const label = labels[rows[i]!]!;
      let best = 0;
      for (let k = 0; k < row / 4; k++) {
        const p = cells[from + k]!;
        if (p > cells[from + best]!) best = k;
        cells[to + k] = (p - (k === label ? 1 : 0)) / rows.length;
      }
      loss -= Math.log(Math.max(least, cells[from + label]!));
      if (best === label) right++;
    }
    return { loss, right };
  }

  #backward(rows: number, dropout: number): void {
    const { operations } = this.#kernels;
    const scratch = this.#scratch;
    const curve = curves.indexOf(this.spec.curve);
    for (let n = this.#layers.length - 1; n >= 0; n--) {
      const { inputs, units, panels, row, weights, biases, delta } = this.#layers[n]!;
      const before = this.#layers[n - 1];
      const from = !before ? this.#x : dropout > 0 ? before.passed : before.out;
      const fromRow = before ? before.row : 4 * inputs;
      operations.pack(rows, panels, delta, row, scratch);
      operations.product(
        ...([inputs, panels, rows, from, 4, fromRow, scratch, this.#zeros, 0] as const),
        ...([this.#g + weights, row] as const),
      );
      operations.sumRows(rows, panels, delta, row, this.#g + biases);
      if (!before) return;
      operations.packTurned(inputs, units, this.#w + weights, row, scratch);
      operations.product(
        ...([rows, before.panels, units, delta, row, 4, scratch, this.#zeros, 0] as const),
        ...([before.delta, before.row] as const),
      );
      const bytes = rows * before.row;
      if (dropout > 0) operations.mask(before.delta, before.mask, before.delta, bytes);
      operations.slopes(curve, before.out, before.delta, bytes);
    }
  }

  #move({ optimiser, rate, l1, l2 }: DenseTraining): void {
    const { operations } = this.#kernels;
    const rule = optimiserNames.indexOf(optimiser);
    const t = ++this.#steps;
    const [first, second] = [1 - 0.9 ** t, 1 - 0.999 ** t];
    for (const { weights, biases, row } of this.#layers) {
      const move = (at: number, bytes: number, ...strengths: [number, number]) =>
        operations.move(
          ...([rule, this.#w + at, this.#g + at, this.#m + at, this.#s + at, bytes] as const),
          ...([rate, first, second, ...strengths] as const),
        );
      move(weights, biases - weights, l1, l2);
      move(biases, row, 0, 0);
    }
  }
}

/** Puts rows of bytes where the kernels find them. */
export function placeRows(
  { heap }: DenseKernels,
  bytes: Uint8Array,
  labels: Uint8Array,
): ByteRows & { dispose(): void } {
  const at = heap.take(bytes.length);
  new Uint8Array(heap.memory.buffer).set(bytes, at);
  return { at, count: labels.length, labels, dispose: () => heap.give(at) };
}
