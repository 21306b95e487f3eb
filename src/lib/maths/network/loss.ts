/** What a network is judged by, a mean over rows, and its gradient at the last pre-activation. Pure. */
import { sigmoid } from './activations.ts';

/**
 * - `squared` ½·Σ(a − y)², targets rows × outputs
 * - `logistic` cross-entropy of a sigmoid on each output, targets 0..1, rows × outputs
 * - `softmax` cross-entropy of a softmax over the outputs, targets one class number a row
 */
export type LossName = 'squared' | 'logistic' | 'softmax';

/** Turns logits into probabilities: the output function that belongs to a loss. `z` and `a` may be one array. */
export function applyOutput(
  loss: Exclude<LossName, 'squared'>,
  z: Float64Array,
  a: Float64Array,
  outputs: number,
): void {
  if (loss === 'logistic') {
    for (let i = 0; i < z.length; i++) a[i] = sigmoid(z[i]!);
    return;
  }
  for (let at = 0; at < z.length; at += outputs) {
    let most = -Infinity;
    for (let k = at; k < at + outputs; k++) most = Math.max(most, z[k]!);
    let sum = 0;
    for (let k = at; k < at + outputs; k++) sum += a[k] = Math.exp(z[k]! - most);
    for (let k = at; k < at + outputs; k++) a[k]! /= sum;
  }
}

/** log(1 + eᶻ), without overflow. */
const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)));

/** Mean loss of rows whose last layer has pre-activations `z` and outputs `a`. */
export function meanLoss(
  loss: LossName,
  z: Float64Array,
  a: Float64Array,
  y: ArrayLike<number>,
  outputs: number,
): number {
  const rows = a.length / outputs;
  let sum = 0;
  if (loss === 'softmax') {
    for (let r = 0; r < rows; r++) {
      sum -= Math.log(Math.max(a[r * outputs + y[r]!]!, Number.MIN_VALUE));
    }
  } else if (loss === 'logistic') {
    for (let i = 0; i < z.length; i++) sum += softplus(z[i]!) - y[i]! * z[i]!;
  } else {
    for (let i = 0; i < a.length; i++) sum += (a[i]! - y[i]!) ** 2 / 2;
  }
  return sum / rows;
}

/** `into` becomes (a − y) ÷ rows: ∂loss/∂z of `logistic` and `softmax`, ∂loss/∂a of `squared`. */
export function subtractTargets(
  loss: LossName,
  a: Float64Array,
  y: ArrayLike<number>,
  outputs: number,
  into: Float64Array,
): void {
  const rows = a.length / outputs;
  if (loss === 'softmax') {
    for (let i = 0; i < a.length; i++) into[i] = a[i]! / rows;
    for (let r = 0; r < rows; r++) into[r * outputs + y[r]!]! -= 1 / rows;
  } else {
    for (let i = 0; i < a.length; i++) into[i] = (a[i]! - y[i]!) / rows;
  }
}

/** The part of rows that is answered right; undefined for `squared`. One logistic output says yes from ½ on. */
export function shareRight(
  loss: LossName,
  a: Float64Array,
  y: ArrayLike<number>,
  outputs: number,
): number | undefined {
  if (loss === 'squared') return undefined;
  const rows = a.length / outputs;
  let right = 0;
  for (let r = 0; r < rows; r++) {
    if (loss === 'softmax') {
      let best = 0;
      for (let k = 1; k < outputs; k++) {
        if (a[r * outputs + k]! > a[r * outputs + best]!) best = k;
      }
      if (best === y[r]) right++;
    } else {
      let all = true;
      for (let k = r * outputs; k < (r + 1) * outputs; k++) {
        all &&= a[k]! >= 0.5 === y[k]! >= 0.5;
      }
      if (all) right++;
    }
  }
  return right / rows;
}
