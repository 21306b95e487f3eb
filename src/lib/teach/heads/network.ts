/**
 * A softmax classifier with no hidden layer or one of ReLUs, its loss and the loss's gradient by
 * hand (Rumelhart, Hinton and Williams, 1986). All parameters lie in one float64 array, so that any
 * optimiser can move them: for each layer the weights [outputs, inputs], then the bias [outputs].
 */
import { addScaled, argMax, dot, softmax } from './matrix.ts';
import type { Random } from '#lib/maths/random.ts';

export interface Shape {
  readonly inputs: number;
  /** 0: no hidden layer. */
  readonly hidden: number;
  readonly outputs: number;
}

export interface Penalty {
  /** λ₁·Σ|w| over weights, not biases. */
  readonly l1: number;
  /** λ₂·Σw²/2 */
  readonly l2: number;
}

/** Rows to learn from, in float64. */
export interface Rows {
  /** [rows, inputs] */
  readonly x: Float64Array;
  readonly labels: Int32Array;
  /** One for each row. */
  readonly weights: Float64Array;
}

interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Where its weights start, and its bias. */
  readonly at: number;
  readonly biasAt: number;
}

export class Network {
  readonly shape: Shape;
  readonly layers: readonly Layer[];
  readonly size: number;
  readonly #activations: readonly Float64Array[];
  readonly #errors: readonly Float64Array[];
  readonly #dropped: readonly Float64Array[];

  constructor(shape: Shape) {
    this.shape = shape;
    const widths =
      shape.hidden > 0
        ? [shape.inputs, shape.hidden, shape.outputs]
        : [shape.inputs, shape.outputs];
    let at = 0;
    this.layers = widths.slice(1).map((outputs, i) => {
      const inputs = widths[i]!;
      const layer = { inputs, outputs, at, biasAt: at + inputs * outputs };
      at = layer.biasAt + outputs;
      return layer;
    });
    this.size = at;
    this.#activations = this.layers.map(({ outputs }) => new Float64Array(outputs));
    this.#errors = this.layers.map(({ outputs }) => new Float64Array(outputs));
    this.#dropped = this.layers.map(({ inputs }) => new Float64Array(inputs));
  }

  /** He et al. (2015): normal, variance 2 ÷ inputs before a ReLU, 1 ÷ inputs before the softmax. */
  initialise(random: Random): Float64Array<ArrayBuffer> {
    const parameters = new Float64Array(this.size);
    this.layers.forEach(({ inputs, at, biasAt }, i) => {
      const deviation = Math.sqrt((i < this.layers.length - 1 ? 2 : 1) / inputs);
      for (let j = at; j < biasAt; j++) parameters[j] = deviation * random.normal();
    });
    return parameters;
  }

  /**
   * Logits of one row.
   * @param dropout keeps each input of each layer with 1 − rate and scales it by 1 ÷ (1 − rate)
   * (Srivastava et al., 2014, "inverted").
   */
  forward(
    parameters: Float64Array,
    x: Float64Array,
    from: number,
    dropout?: { readonly rate: number; readonly random: Random },
  ): Float64Array {
    let input = x;
    let start = from;
    this.layers.forEach(({ inputs, outputs, at, biasAt }, i) => {
      if (dropout) {
        const kept = this.#dropped[i]!;
        for (let j = 0; j < inputs; j++) {
          const keep = dropout.random.next() >= dropout.rate;
          kept[j] = keep ? input[start + j]! / (1 - dropout.rate) : 0;
        }
        input = kept;
        start = 0;
      }
      const output = this.#activations[i]!;
      const hidden = i < this.layers.length - 1;
      for (let k = 0; k < outputs; k++) {
        const value =
          parameters[biasAt + k]! + dot(parameters, at + k * inputs, input, start, inputs);
        output[k] = hidden && value < 0 ? 0 : value;
      }
      input = output;
      start = 0;
    });
    return input;
  }

  /**
   * Weighted mean cross-entropy of some rows plus the penalty; the gradient is written over
   * `gradient`.
   * @param indices rows of `rows`
   */
  gradient(
    parameters: Float64Array,
    rows: Rows,
    indices: Iterable<number>,
    penalty: Penalty,
    gradient: Float64Array,
    dropout?: { readonly rate: number; readonly random: Random },
  ): number {
    gradient.fill(0);
    let total = 0;
    for (const row of indices) total += rows.weights[row]!;
    let loss = 0;
    for (const row of total > 0 ? indices : []) {
      const share = rows.weights[row]! / total;
      const from = row * this.shape.inputs;
      const scores = this.forward(parameters, rows.x, from, dropout);
      softmax(scores);
      loss -= share * Math.log(Math.max(scores[rows.labels[row]!]!, Number.MIN_VALUE));
      const error = this.#errors.at(-1)!;
      for (let k = 0; k < error.length; k++) error[k] = share * scores[k]!;
      error[rows.labels[row]!]! -= share;
      this.#backward(parameters, rows.x, from, gradient, dropout ? 1 / (1 - dropout.rate) : 0);
    }
    return loss + this.#punish(parameters, penalty, gradient);
  }

  /** @param scale what inputs that were kept were multiplied by; 0: nothing was dropped. */
  #backward(
    parameters: Float64Array,
    x: Float64Array,
    from: number,
    gradient: Float64Array,
    scale: number,
  ): void {
    for (let i = this.layers.length - 1; i >= 0; i--) {
      const { inputs, outputs, at, biasAt } = this.layers[i]!;
      const error = this.#errors[i]!;
      const source = scale > 0 ? this.#dropped[i]! : i > 0 ? this.#activations[i - 1]! : x;
      const start = scale > 0 || i > 0 ? 0 : from;
      const below = i > 0 ? this.#errors[i - 1]! : undefined;
      below?.fill(0);
      for (let k = 0; k < outputs; k++) {
        const delta = error[k]!;
        if (delta === 0) continue;
        gradient[biasAt + k]! += delta;
        addScaled(gradient, at + k * inputs, source, start, inputs, delta);
        if (below) addScaled(below, 0, parameters, at + k * inputs, inputs, delta);
      }
      if (!below) continue;
      // Through the dropout, then the ReLU: what was 0 on the way up gets nothing.
      for (let j = 0; j < inputs; j++) {
        if (source[j] === 0) below[j] = 0;
        else if (scale > 0) below[j]! *= scale;
      }
    }
  }

  #punish(parameters: Float64Array, { l1, l2 }: Penalty, gradient: Float64Array): number {
    if (l1 === 0 && l2 === 0) return 0;
    let loss = 0;
    for (const { at, biasAt } of this.layers) {
      for (let i = at; i < biasAt; i++) {
        const w = parameters[i]!;
        loss += l1 * Math.abs(w) + (l2 / 2) * w * w;
        gradient[i]! += l1 * Math.sign(w) + l2 * w;
      }
    }
    return loss;
  }

  /** Weighted mean cross-entropy (no penalty) and the part answered right. NaN without rows. */
  evaluate(parameters: Float64Array, rows: Rows): { loss: number; accuracy: number } {
    let loss = 0;
    let right = 0;
    let total = 0;
    for (let row = 0; row < rows.labels.length; row++) {
      const scores = this.forward(parameters, rows.x, row * this.shape.inputs);
      const label = rows.labels[row]!;
      if (argMax(scores) === label) right++;
      softmax(scores);
      loss -= rows.weights[row]! * Math.log(Math.max(scores[label]!, Number.MIN_VALUE));
      total += rows.weights[row]!;
    }
    return { loss: loss / total, accuracy: right / rows.labels.length };
  }
}
