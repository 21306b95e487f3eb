/** The layers after the pooling: few numbers, once for each text. */
import type { DensePart } from './format.ts';
import { decodeWeight } from './weights.ts';

export class Dense {
  readonly outputs: number;
  readonly #inputs: number;
  /** [inputs, outputs] */
  readonly #kernel: Float32Array;
  readonly #bias: Float32Array;
  readonly #activation: DensePart['activation'];

  constructor({ kernel, bias, activation }: DensePart, bytes: ArrayBuffer) {
    [this.#inputs = 0, this.outputs = 0] = kernel.shape;
    this.#kernel = decodeWeight(kernel, bytes);
    this.#bias = decodeWeight(bias, bytes);
    this.#activation = activation;
  }

  forward(input: Float32Array): Float32Array {
    const output = this.#bias.slice();
    for (let i = 0, at = 0; i < this.#inputs; i++) {
      const value = input[i]!;
      for (let o = 0; o < this.outputs; o++, at++) output[o]! += value * this.#kernel[at]!;
    }
    switch (this.#activation) {
      case 'none':
        return output;
      case 'relu':
        return output.map((value) => Math.max(0, value));
      case 'tanh':
        return output.map(Math.tanh);
    }
  }

  /** Gradient by the input, from the output of {@link forward} and the gradient by it. */
  backward(output: Float32Array, gradient: Float32Array): Float32Array {
    const before = gradient.map((value, o) => value * this.#slope(output[o]!));
    return Float32Array.from({ length: this.#inputs }, (_, i) => {
      let sum = 0;
      for (let o = 0; o < this.outputs; o++)
        sum += before[o]! * this.#kernel[i * this.outputs + o]!;
      return sum;
    });
  }

  #slope(output: number): number {
    switch (this.#activation) {
      case 'none':
        return 1;
      case 'relu':
        return output > 0 ? 1 : 0;
      case 'tanh':
        return 1 - output * output;
    }
  }
}
