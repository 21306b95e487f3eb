/**
 * A tiny network with stored answers: a backend that gets them wrong (a broken driver, a lossy
 * canvas) is left before anybody sees a wrong label. Touches the operations that the networks use.
 */
import {
  add,
  concat,
  fused,
  image,
  mean,
  mul,
  sigmoid,
  tensor1d,
  tensor4d,
  tidy,
  type Tensor4D,
} from '@tensorflow/tfjs-core';

/** Made by the cpu backend and by the plain loops of the test beside this file. */
export const expected: readonly number[] = [
  0.753406, 1.736322, 1.920613, 2.271892, 0.512256, 1.476254, 1.675171, 2.05952,
];

/** Values in -1..1 that repeat on every machine: a small linear congruence, no `Math.random`. */
export function numbers(count: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (state * 1_103 + 12_345) % 65_536;
    return state / 32_768 - 1;
  });
}

function constant(shape: [number, number, number, number], seed: number): Tensor4D {
  return tensor4d(numbers(shape[0] * shape[1] * shape[2] * shape[3], seed), shape);
}

/** @returns eight numbers, in the order of {@link expected}. */
export async function runProbe(): Promise<Float32Array> {
  const output = tidy(() => {
    const x = constant([1, 9, 9, 3], 1);
    const stem = fused.conv2d({
      x,
      filter: constant([3, 3, 3, 8], 2),
      bias: tensor1d(numbers(8, 3)),
      strides: 2,
      pad: 'same',
      activation: 'relu6',
    });
    const depthwise = fused.depthwiseConv2d({
      x: stem,
      filter: constant([3, 3, 8, 1], 4),
      bias: tensor1d(numbers(8, 5)),
      strides: 1,
      pad: 'same',
      activation: 'relu',
    });
    const point = fused.conv2d({
      x: add<Tensor4D>(stem, depthwise),
      filter: constant([1, 1, 8, 4], 6),
      strides: 1,
      pad: 'valid',
    });
    const large = image.resizeBilinear(point, [10, 10]);
    const gate = sigmoid<Tensor4D>(mean<Tensor4D>(large, [1, 2], true));
    return concat([mean(large, [1, 2], true), mul(gate, mean(large, [1, 2], true))], 3);
  });
  try {
    return (await output.data()) as Float32Array;
  } finally {
    output.dispose();
  }
}

/** @returns the largest absolute difference from the stored numbers; NaN counts as infinite. */
export function probeError(actual: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  return expected.reduce((worst, value, index) => {
    const difference = Math.abs(value - (actual[index] ?? NaN));
    return Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }, 0);
}
