/** From the outputs of every step to one vector, and the gradient back. Pure. */
import type { Pooling } from '../model/format.ts';
import type { Places } from './embedding.ts';

export interface Pooled {
  /** [batch, width], or twice that for `mean-max`; zeros for a text without tokens. */
  readonly values: Float64Array;
  /** What the way back needs: step of each maximum [batch, width]; attention of each step [batch, steps]. */
  readonly highest?: Int32Array;
  readonly attention?: Float64Array;
}

export interface Outputs {
  /** [batch, steps, width] */
  readonly data: Float32Array;
  readonly width: number;
  /** Columns from here on were read from the last token to the first; `width` where none were. */
  readonly backwardFrom: number;
  readonly places: Places;
}

/** @param query of attention, [width] */
export function pool(kind: Pooling['kind'], outputs: Outputs, query: Float64Array): Pooled {
  switch (kind) {
    case 'last':
      return { values: last(outputs) };
    case 'mean':
      return { values: mean(outputs, outputs.width) };
    case 'max': {
      const values = new Float64Array(outputs.places.batch * outputs.width);
      return { values, highest: max(outputs, values, outputs.width, 0) };
    }
    case 'mean-max': {
      const values = mean(outputs, 2 * outputs.width);
      return { values, highest: max(outputs, values, 2 * outputs.width, outputs.width) };
    }
    case 'attention':
      return attend(outputs, query);
  }
}

/**
 * @param back gradient by the pooled values
 * @param queryBack gradient of the query is added here
 * @returns gradient by the outputs, [batch, steps, width]
 */
export function poolBack(
  kind: Pooling['kind'],
  outputs: Outputs,
  { highest, attention, values }: Pooled,
  back: Float64Array,
  query: Float64Array,
  queryBack: Float64Array,
): Float32Array<ArrayBuffer> {
  const { places, width, backwardFrom } = outputs;
  const { batch, steps, lengths } = places;
  const into = new Float32Array(batch * steps * width);
  const stride = kind === 'mean-max' ? 2 * width : width;
  for (let b = 0; b < batch; b++) {
    const length = lengths[b]!;
    if (length === 0) continue;
    const at = b * steps * width;
    if (kind === 'last') {
      for (let k = 0; k < width; k++) {
        into[at + (k < backwardFrom ? length - 1 : 0) * width + k] = back[b * stride + k]!;
      }
    }
    if (kind === 'mean' || kind === 'mean-max') {
      for (let t = 0; t < length; t++) {
        for (let k = 0; k < width; k++) into[at + t * width + k] = back[b * stride + k]! / length;
      }
    }
    if (highest) {
      const from = b * stride + stride - width;
      for (let k = 0; k < width; k++) {
        into[at + highest[b * width + k]! * width + k]! += back[from + k]!;
      }
    }
    if (attention) {
      // ∂/∂score of step t = a·(back · (output − pooled)); score = output · query
      for (let t = 0; t < length; t++) {
        const share = attention[b * steps + t]!;
        let score = 0;
        for (let k = 0; k < width; k++) {
          score +=
            back[b * width + k]! * (outputs.data[at + t * width + k]! - values[b * width + k]!);
        }
        score *= share;
        for (let k = 0; k < width; k++) {
          into[at + t * width + k] = share * back[b * width + k]! + score * query[k]!;
          queryBack[k]! += score * outputs.data[at + t * width + k]!;
        }
      }
    }
  }
  return into;
}

function last({ data, width, backwardFrom, places }: Outputs): Float64Array {
  const { batch, steps, lengths } = places;
  const values = new Float64Array(batch * width);
  for (let b = 0; b < batch; b++) {
    const end = lengths[b]! - 1;
    if (end < 0) continue;
    for (let k = 0; k < width; k++) {
      values[b * width + k] = data[(b * steps + (k < backwardFrom ? end : 0)) * width + k]!;
    }
  }
  return values;
}

function mean({ data, width, places }: Outputs, stride: number): Float64Array {
  const { batch, steps, lengths } = places;
  const values = new Float64Array(batch * stride);
  for (let b = 0; b < batch; b++) {
    const length = lengths[b]!;
    for (let t = 0; t < length; t++) {
      const from = (b * steps + t) * width;
      for (let k = 0; k < width; k++) values[b * stride + k]! += data[from + k]! / length;
    }
  }
  return values;
}

function max(
  { data, width, places }: Outputs,
  into: Float64Array,
  stride: number,
  offset: number,
): Int32Array {
  const { batch, steps, lengths } = places;
  const highest = new Int32Array(batch * width);
  for (let b = 0; b < batch; b++) {
    if (lengths[b] === 0) continue;
    for (let k = 0; k < width; k++) {
      let best = 0;
      for (let t = 1; t < lengths[b]!; t++) {
        const from = b * steps * width + k;
        if (data[from + t * width]! > data[from + best * width]!) best = t;
      }
      highest[b * width + k] = best;
      into[b * stride + offset + k] = data[(b * steps + best) * width + k]!;
    }
  }
  return highest;
}

function attend({ data, width, places }: Outputs, query: Float64Array): Pooled {
  const { batch, steps, lengths } = places;
  const values = new Float64Array(batch * width);
  const attention = new Float64Array(batch * steps);
  for (let b = 0; b < batch; b++) {
    const length = lengths[b]!;
    const shares = attention.subarray(b * steps, b * steps + length);
    for (let t = 0; t < length; t++) {
      const from = (b * steps + t) * width;
      for (let k = 0; k < width; k++) shares[t]! += data[from + k]! * query[k]!;
    }
    const highest = shares.reduce((a, one) => Math.max(a, one), -Infinity);
    let sum = 0;
    for (let t = 0; t < length; t++) sum += shares[t] = Math.exp(shares[t]! - highest);
    for (let t = 0; t < length; t++) {
      shares[t]! /= sum;
      const from = (b * steps + t) * width;
      for (let k = 0; k < width; k++) values[b * width + k]! += shares[t]! * data[from + k]!;
    }
  }
  return { values, attention };
}
