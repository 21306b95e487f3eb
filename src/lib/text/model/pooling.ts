/**
 * From the outputs of the last recurrent layer, one after the other, to one vector. What is known after
 * a step is a row of numbers that the next step is added to, so that a text can be carried on anywhere.
 */
export interface Pool {
  /** Numbers of a state. */
  readonly size: number;
  /** Numbers of the pooled vector. */
  readonly width: number;
  /** The state before the first step. */
  start(state: Float32Array): void;
  /** Adds an output to the state. */
  step(state: Float32Array, output: Float32Array): void;
  /** The pooled vector; zeros before the first step. */
  vector(state: Float32Array): Float32Array;
  /**
   * Gradient by every output, [steps, outputs], from the gradient by the vector.
   * @param outputs [steps, outputs]
   */
  backward(outputs: Float32Array, gradient: Float32Array): Float32Array;
}

export type PoolKind = 'last' | 'mean' | 'max' | 'mean-max' | 'attention';

/**
 * @param outputs numbers of one output
 * @param both the second half of an output ran from the end: its last is the first
 */
export function poolOf(kind: PoolKind, outputs: number, both: boolean, query?: Float32Array): Pool {
  switch (kind) {
    case 'last':
      return new Last(outputs, both);
    case 'mean':
      return new Mean(outputs);
    case 'max':
      return new Max(outputs);
    case 'mean-max':
      return new Joined(new Mean(outputs), new Max(outputs));
    case 'attention':
      if (query?.length !== outputs) throw new RangeError(`query of ${query?.length} numbers`);
      return new Attention(query);
  }
}

class Last implements Pool {
  readonly size: number;
  readonly width: number;
  readonly #half: number;

  constructor(outputs: number, both: boolean) {
    this.size = outputs + 1;
    this.width = outputs;
    this.#half = both ? outputs / 2 : outputs;
  }

  start(state: Float32Array): void {
    state.fill(0);
  }

  step(state: Float32Array, output: Float32Array): void {
    const isFirst = state[this.width] === 0;
    state.set(isFirst ? output : output.subarray(0, this.#half));
    state[this.width]! += 1;
  }

  vector(state: Float32Array): Float32Array {
    return state.slice(0, this.width);
  }

  backward(outputs: Float32Array, gradient: Float32Array): Float32Array {
    const by = new Float32Array(outputs.length);
    by.set(gradient.subarray(0, this.#half), outputs.length - this.width);
    by.set(gradient.subarray(this.#half), this.#half);
    return by;
  }
}

class Mean implements Pool {
  readonly size: number;
  readonly width: number;

  constructor(outputs: number) {
    this.size = outputs + 1;
    this.width = outputs;
  }

  start(state: Float32Array): void {
    state.fill(0);
  }

  step(state: Float32Array, output: Float32Array): void {
    for (let n = 0; n < this.width; n++) state[n]! += output[n]!;
    state[this.width]! += 1;
  }

  vector(state: Float32Array): Float32Array {
    const steps = Math.max(1, state[this.width]!);
    return state.subarray(0, this.width).map((sum) => sum / steps);
  }

  backward(outputs: Float32Array, gradient: Float32Array): Float32Array {
    const steps = outputs.length / this.width;
    return outputs.map((_, at) => gradient[at % this.width]! / steps);
  }
}

class Max implements Pool {
  readonly size: number;
  readonly width: number;

  constructor(outputs: number) {
    this.size = outputs;
    this.width = outputs;
  }

  start(state: Float32Array): void {
    state.fill(-Infinity);
  }

  step(state: Float32Array, output: Float32Array): void {
    for (let n = 0; n < this.width; n++) state[n] = Math.max(state[n]!, output[n]!);
  }

  vector(state: Float32Array): Float32Array {
    return state.map((value) => (value === -Infinity ? 0 : value));
  }

  /** To the first of equal ones. */
  backward(outputs: Float32Array, gradient: Float32Array): Float32Array {
    const by = new Float32Array(outputs.length);
    for (let n = 0; n < this.width; n++) {
      let best = n;
      for (let at = n; at < outputs.length; at += this.width) {
        if (outputs[at]! > outputs[best]!) best = at;
      }
      by[best] = gradient[n]!;
    }
    return by;
  }
}

/** The vectors of two pools, side by side. */
class Joined implements Pool {
  readonly size: number;
  readonly width: number;
  readonly #first: Pool;
  readonly #second: Pool;

  constructor(first: Pool, second: Pool) {
    this.size = first.size + second.size;
    this.width = first.width + second.width;
    this.#first = first;
    this.#second = second;
  }

  start(state: Float32Array): void {
    this.#first.start(this.#of(state, 'first'));
    this.#second.start(this.#of(state, 'second'));
  }

  step(state: Float32Array, output: Float32Array): void {
    this.#first.step(this.#of(state, 'first'), output);
    this.#second.step(this.#of(state, 'second'), output);
  }

  vector(state: Float32Array): Float32Array {
    const joined = new Float32Array(this.width);
    joined.set(this.#first.vector(this.#of(state, 'first')));
    joined.set(this.#second.vector(this.#of(state, 'second')), this.#first.width);
    return joined;
  }

  backward(outputs: Float32Array, gradient: Float32Array): Float32Array {
    const { width } = this.#first;
    const by = this.#first.backward(outputs, gradient.subarray(0, width));
    const more = this.#second.backward(outputs, gradient.subarray(width));
    return by.map((value, at) => value + more[at]!);
  }

  #of(state: Float32Array, which: 'first' | 'second'): Float32Array {
    const { size } = this.#first;
    return which === 'first' ? state.subarray(0, size) : state.subarray(size);
  }
}

/**
 * The mean weighted by exp(output · query). Weights are kept relative to the largest exponent so far,
 * or a large one would be infinite. State: sums, sum of weights, largest exponent.
 */
class Attention implements Pool {
  readonly size: number;
  readonly width: number;
  readonly #query: Float32Array;

  constructor(query: Float32Array) {
    this.width = query.length;
    this.size = query.length + 2;
    this.#query = query;
  }

  start(state: Float32Array): void {
    state.fill(0);
    state[this.width + 1] = -Infinity;
  }

  step(state: Float32Array, output: Float32Array): void {
    const { width } = this;
    const exponent = this.#exponent(output, 0);
    const largest = Math.max(exponent, state[width + 1]!);
    const kept = Math.exp(state[width + 1]! - largest);
    const weight = Math.exp(exponent - largest);
    for (let n = 0; n < width; n++) state[n] = state[n]! * kept + output[n]! * weight;
    state[width] = state[width]! * kept + weight;
    state[width + 1] = largest;
  }

  vector(state: Float32Array): Float32Array {
    const weights = state[this.width]! || 1;
    return state.subarray(0, this.width).map((sum) => sum / weights);
  }

  backward(outputs: Float32Array, gradient: Float32Array): Float32Array {
    const { width } = this;
    const steps = outputs.length / width;
    const exponents = Float32Array.from({ length: steps }, (_, t) => this.#exponent(outputs, t));
    const largest = Math.max(...exponents);
    const weights = exponents.map((exponent) => Math.exp(exponent - largest));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    // d vector / d exponent_t = a_t (output_t − vector)
    const along = weights.map((_, t) => dot(outputs, t * width, gradient, 0, width));
    const mean = weights.reduce((sum, weight, t) => sum + (weight / total) * along[t]!, 0);
    return outputs.map((_, at) => {
      const t = Math.floor(at / width);
      const n = at % width;
      const share = weights[t]! / total;
      return share * (gradient[n]! + (along[t]! - mean) * this.#query[n]!);
    });
  }

  #exponent(outputs: Float32Array, step: number): number {
    return dot(outputs, step * this.width, this.#query, 0, this.width);
  }
}

export function dot(
  a: Float32Array,
  aFrom: number,
  b: Float32Array,
  bFrom: number,
  length: number,
): number {
  let sum = 0;
  for (let n = 0; n < length; n++) sum += a[aFrom + n]! * b[bFrom + n]!;
  return sum;
}
