/**
 * A tiny network with stored answers: a backend that gets them wrong (a broken driver, a lossy
 * canvas) is left before anybody sees a wrong label. Touches the operations that the networks use.
 */
import { tensor, tidy, type Tensor, type Tensor4D } from '@tensorflow/tfjs-core';
import { runKernel } from '#lib/engine/graph/run.ts';
import { numbers } from '#lib/engine/repeatable-numbers.ts';

/** Made by the cpu backend and by the plain loops of the test beside this file. */
export const expected: readonly number[] = [
  0.753406, 1.736322, 1.920613, 2.271892, 0.512256, 1.476254, 1.675171, 2.05952,
];

function constant(shape: number[], seed: number): Tensor {
  return tensor(
    numbers(
      shape.reduce((size, side) => size * side),
      seed,
    ),
    shape,
  );
}

const layer = { dataFormat: 'NHWC', dilations: [1, 1] };

function mean(x: Tensor4D): Tensor4D {
  return runKernel('Mean', { x }, { axis: [1, 2], keepDims: true });
}

/**
 * Kernels are called by name, as the networks call them: the operations around them would bring
 * gradients and a dozen others along.
 * @returns eight numbers, in the order of {@link expected}.
 */
export async function runProbe(): Promise<Float32Array> {
  const output = tidy(() => {
    const stem = runKernel(
      'FusedConv2D',
      {
        x: constant([1, 9, 9, 3], 1),
        filter: constant([3, 3, 3, 8], 2),
        bias: constant([8], 3),
      },
      { ...layer, strides: [2, 2], pad: 'same', activation: 'relu6' },
    );
    const depthwise = runKernel(
      'FusedDepthwiseConv2D',
      { x: stem, filter: constant([3, 3, 8, 1], 4), bias: constant([8], 5) },
      { ...layer, strides: [1, 1], pad: 'same', activation: 'relu' },
    );
    const point = runKernel(
      'FusedConv2D',
      { x: runKernel('Add', { a: stem, b: depthwise }), filter: constant([1, 1, 8, 4], 6) },
      { ...layer, strides: [1, 1], pad: 'valid', activation: 'linear' },
    );
    const large = runKernel(
      'ResizeBilinear',
      { images: point },
      { size: [10, 10], alignCorners: false, halfPixelCenters: false },
    );
    const gate = runKernel('Sigmoid', { x: mean(large) });
    const gated = runKernel('Multiply', { a: gate, b: mean(large) });
    return runKernel('Concat', [mean(large), gated], { axis: 3 });
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
