/** Dense layers and the loss on top of them. Pure; rows are row-major. */
import type { DensePart } from '../model/format.ts';

export interface Dense {
  /** [inputs, outputs] */
  readonly kernel: Float64Array;
  readonly bias: Float64Array;
  readonly activation: DensePart['activation'];
}

/** activation(x · kernel + bias), [rows, outputs] */
export function runDense(x: Float64Array, rows: number, layer: Dense): Float64Array<ArrayBuffer> {
  const { kernel, bias, activation } = layer;
  const outputs = bias.length;
  const inputs = x.length / rows;
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++) {
    const to = i * outputs;
    out.set(bias, to);
    for (let p = 0; p < inputs; p++) {
      const value = x[i * inputs + p]!;
      if (value === 0) continue;
      for (let j = 0; j < outputs; j++) out[to + j]! += value * kernel[p * outputs + j]!;
    }
  }
  if (activation === 'relu') for (let i = 0; i < out.length; i++) out[i] = Math.max(0, out[i]!);
  if (activation === 'tanh') for (let i = 0; i < out.length; i++) out[i] = Math.tanh(out[i]!);
  return out;
}

/**
 * @param x what went in
 * @param y what came out
 * @param back gradient by what came out; changed
 * @param into gradients are added here
 * @returns gradient by x
 */
export function runDenseBack(
  x: Float64Array,
  y: Float64Array,
  back: Float64Array,
  rows: number,
  { kernel, activation }: Dense,
  into: Pick<Dense, 'kernel' | 'bias'>,
): Float64Array<ArrayBuffer> {
  if (activation === 'relu') for (let i = 0; i < y.length; i++) if (y[i]! <= 0) back[i] = 0;
  if (activation === 'tanh') for (let i = 0; i < y.length; i++) back[i]! *= 1 - y[i]! ** 2;
  const outputs = into.bias.length;
  const inputs = x.length / rows;
  const below = new Float64Array(x.length);
  for (let i = 0; i < rows; i++) {
    const from = i * outputs;
    for (let j = 0; j < outputs; j++) into.bias[j]! += back[from + j]!;
    for (let p = 0; p < inputs; p++) {
      const value = x[i * inputs + p]!;
      let sum = 0;
      for (let j = 0; j < outputs; j++) {
        const error = back[from + j]!;
        sum += error * kernel[p * outputs + j]!;
        into.kernel[p * outputs + j]! += value * error;
      }
      below[i * inputs + p] = sum;
    }
  }
  return below;
}

export interface Loss {
  /** Sum of weight · cross-entropy. */
  readonly loss: number;
  readonly right: number;
  /** Gradient of the weighted mean by the logits, [rows, classes]. */
  readonly back: Float64Array<ArrayBuffer>;
}

/** Softmax cross-entropy. */
export function crossEntropy(
  logits: Float64Array,
  labels: Int32Array,
  weights: Float64Array | undefined,
): Loss {
  const rows = labels.length;
  const classes = logits.length / rows;
  const total = weights ? weights.reduce((sum, weight) => sum + weight, 0) : rows;
  const back = new Float64Array(logits.length);
  let loss = 0;
  let right = 0;
  for (let i = 0; i < rows; i++) {
    const at = i * classes;
    const label = at + labels[i]!;
    let best = at;
    for (let k = at + 1; k < at + classes; k++) if (logits[k]! > logits[best]!) best = k;
    if (best === label) right++;
    let sum = 0;
    for (let k = at; k < at + classes; k++) sum += back[k] = Math.exp(logits[k]! - logits[best]!);
    const weight = weights?.[i] ?? 1;
    loss += weight * (Math.log(sum) + logits[best]! - logits[label]!);
    for (let k = at; k < at + classes; k++) back[k]! *= weight / (sum * total);
    back[label]! -= weight / total;
  }
  return { loss, right, back };
}
