/** One layer: its views of the parameters, and the arrays it works in, which grow to the rows it is given. */
import type { LayerActivations, LayerShape } from '../network.ts';
import type { Random } from '../random.ts';
import { activations } from './activations.ts';
import { backThroughNormalisation, normalise } from './normalisation.ts';

/** Where a layer's parameters and their gradient lie. */
interface Store {
  readonly values: Float64Array;
  readonly gradient: Float64Array;
  readonly at: number;
}

interface Backward {
  readonly training: boolean;
  /** `error` is already ∂loss/∂pre. */
  readonly atPre: boolean;
  /** Becomes ∂loss/∂input; absent: nobody asks. */
  readonly into: Float64Array | undefined;
}

export class Layer {
  readonly shape: LayerShape;
  readonly inputs: number;
  readonly units: number;
  /** [inputs × units]: the weight from input i to unit j at i·units + j. */
  readonly weights: Float64Array;
  readonly bias: Float64Array;
  /** Of a normalisation; empty without one. */
  readonly gain: Float64Array;
  readonly shift: Float64Array;
  /** Where they begin in all parameters, and where the next layer's begin. */
  readonly weightsAt: number;
  readonly biasAt: number;
  readonly gainAt: number;
  readonly shiftAt: number;
  readonly end: number;
  readonly #gradient: Float64Array;
  readonly #running: { readonly mean: Float64Array; readonly variance: Float64Array };
  #rows = 0;
  #pre = new Float64Array();
  /** activation(pre) */
  #active = new Float64Array();
  #post = new Float64Array();
  #hat = new Float64Array();
  #inverses = new Float64Array();
  #mask = new Float64Array();
  /** ∂loss/∂post, rows × units. */
  error = new Float64Array();
  /** ∂loss/∂pre, rows × units. */
  delta = new Float64Array();
  /** ∂loss/∂(x·W + b): `delta` where nothing is normalised. */
  #sums = new Float64Array();

  constructor(shape: LayerShape, inputs: number, store: Store, statistics: Float64Array) {
    const { units, normalisation } = shape;
    this.shape = shape;
    this.inputs = inputs;
    this.units = units;
    this.weightsAt = store.at;
    this.biasAt = this.weightsAt + inputs * units;
    this.gainAt = this.biasAt + units;
    this.shiftAt = this.gainAt + (normalisation ? units : 0);
    this.end = this.shiftAt + (normalisation ? units : 0);
    this.weights = store.values.subarray(this.weightsAt, this.biasAt);
    this.bias = store.values.subarray(this.biasAt, this.gainAt);
    this.gain = store.values.subarray(this.gainAt, this.shiftAt);
    this.shift = store.values.subarray(this.shiftAt, this.end);
    this.#gradient = store.gradient;
    const tracked = normalisation === 'batch' ? units : 0;
    this.#running = {
      mean: statistics.subarray(0, tracked),
      variance: statistics.subarray(tracked, 2 * tracked),
    };
  }

  /** All but the weights as they begin. */
  begin(): void {
    this.bias.fill(0);
    this.gain.fill(1);
    this.shift.fill(0);
    this.#running.mean.fill(0);
    this.#running.variance.fill(1);
  }

  forward(x: Float64Array, rows: number, training: Random | undefined): LayerActivations {
    this.#makeRoom(rows);
    const { units, inputs, weights } = this;
    const { normalisation, residual, dropout = 0, activation = 'linear' } = this.shape;
    const size = rows * units;
    const pre = this.#pre.subarray(0, size);
    const active = this.#active.subarray(0, size);
    const post = this.#post.subarray(0, size);
    for (let r = 0; r < rows; r++) {
      const from = r * units;
      for (let j = 0; j < units; j++) pre[from + j] = this.bias[j]!;
      for (let i = 0; i < inputs; i++) {
        const value = x[r * inputs + i]!;
        if (value === 0) continue;
        for (let j = 0, w = i * units; j < units; j++) pre[from + j]! += value * weights[w + j]!;
      }
    }
    if (normalisation) {
      const hat = this.#hat.subarray(0, size);
      const batch = training !== undefined;
      normalise(normalisation, pre, hat, this.#inverses, rows, units, batch, this.#running);
      for (let i = 0; i < size; i++)
        pre[i] = this.gain[i % units]! * hat[i]! + this.shift[i % units]!;
    }
    const { of } = activations[activation];
    for (let i = 0; i < size; i++) active[i] = of(pre[i]!);
    post.set(active);
    if (dropout > 0 && training) {
      for (let i = 0; i < size; i++) {
        const scale = (this.#mask[i] = training.next() < dropout ? 0 : 1 / (1 - dropout));
        post[i]! *= scale;
      }
    }
    if (residual) for (let i = 0; i < size; i++) post[i]! += x[i]!;
    return { pre, post };
  }

  /** From `error` to the gradient of the parameters, and to the error of the layer below. After `forward`. */
  backward(x: Float64Array, rows: number, { training, atPre, into }: Backward): void {
    const { units, inputs, weights, delta, error } = this;
    const { normalisation, residual, dropout = 0, activation = 'linear' } = this.shape;
    const size = rows * units;
    if (atPre) delta.set(error.subarray(0, size));
    else {
      const { slope } = activations[activation];
      const dropped = dropout > 0 && training;
      for (let i = 0; i < size; i++) {
        const scale = dropped ? this.#mask[i]! : 1;
        delta[i] = error[i]! * scale * slope(this.#pre[i]!, this.#active[i]!);
      }
    }
    const gradient = this.#gradient.subarray(this.weightsAt, this.end);
    gradient.fill(0);
    const sums = normalisation ? this.#sums : delta;
    if (normalisation) {
      const gainAt = this.gainAt - this.weightsAt;
      for (let i = 0; i < size; i++) {
        gradient[gainAt + (i % units)]! += delta[i]! * this.#hat[i]!;
        gradient[gainAt + units + (i % units)]! += delta[i]!;
        sums[i] = delta[i]! * this.gain[i % units]!;
      }
      backThroughNormalisation(
        normalisation,
        sums,
        this.#hat,
        this.#inverses,
        rows,
        units,
        training,
      );
    }
    const biasAt = inputs * units;
    for (let r = 0; r < rows; r++) {
      const from = r * units;
      for (let j = 0; j < units; j++) gradient[biasAt + j]! += sums[from + j]!;
      for (let i = 0; i < inputs; i++) {
        const value = x[r * inputs + i]!;
        const w = i * units;
        let back = 0;
        for (let j = 0; j < units; j++) {
          const sum = sums[from + j]!;
          gradient[w + j]! += value * sum;
          back += weights[w + j]! * sum;
        }
        if (into) into[r * inputs + i] = back;
      }
    }
    if (into && residual) for (let i = 0; i < size; i++) into[i]! += error[i]!;
  }

  #makeRoom(rows: number): void {
    if (rows <= this.#rows) return;
    const { normalisation, dropout = 0 } = this.shape;
    const size = rows * this.units;
    this.#rows = rows;
    this.#pre = new Float64Array(size);
    this.#active = new Float64Array(size);
    this.#post = new Float64Array(size);
    this.error = new Float64Array(size);
    this.delta = new Float64Array(size);
    if (normalisation) {
      this.#hat = new Float64Array(size);
      this.#sums = new Float64Array(size);
      this.#inverses = new Float64Array(Math.max(rows, this.units));
    }
    if (dropout > 0) this.#mask = new Float64Array(size);
  }
}
