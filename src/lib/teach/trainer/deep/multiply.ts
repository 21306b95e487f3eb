/**
 * Products of matrices: the bulk of what training a network costs. On the wasm backend they are run
 * as convolutions of one pixel (XNNPACK), some ten times quicker than JavaScript; transposed
 * operands, for which that backend has only a slow path, are turned beforehand.
 */
import { getBackend, tensor4d } from '@tensorflow/tfjs-core';
import { runKernel } from '#lib/engine/graph/run.ts';

/** a [m, k] · b [k, n] → [m, n] */
export type Multiply = (
  a: Float32Array,
  b: Float32Array,
  m: number,
  k: number,
  n: number,
) => Float32Array<ArrayBuffer>;

/** The quicker one of the backend in use; to be called in a turn. */
export function multiplyHere(): Multiply {
  return getBackend() === 'wasm' ? multiplyOnBackend : multiplyInPlace;
}

/** Below this, copying to the backend and back costs more than it saves. */
const worthCopying = 200_000;

const multiplyOnBackend: Multiply = (a, b, m, k, n) => {
  if (m * k * n < worthCopying) return multiplyInPlace(a, b, m, k, n);
  const x = tensor4d(a, [1, 1, m, k]);
  const filter = tensor4d(b, [1, 1, k, n]);
  const product = runKernel(
    'FusedConv2D',
    { x, filter },
    {
      strides: [1, 1],
      pad: 'valid',
      dataFormat: 'NHWC',
      dilations: [1, 1],
      activation: 'linear',
    },
  );
  try {
    // A copy: the backend's memory is reused when the tensor goes.
    return new Float32Array(product.dataSync<'float32'>());
  } finally {
    for (const each of [x, filter, product]) each.dispose();
  }
};

/** In JavaScript: four rows of b at a time, along rows of everything. */
export const multiplyInPlace: Multiply = (a, b, m, k, n) => {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    const to = i * n;
    let p = 0;
    for (; p + 3 < k; p += 4) {
      const at = i * k + p;
      const [a0, a1, a2, a3] = [a[at]!, a[at + 1]!, a[at + 2]!, a[at + 3]!];
      if (a0 === 0 && a1 === 0 && a2 === 0 && a3 === 0) continue;
      const from = p * n;
      for (let j = 0; j < n; j++) {
        out[to + j]! +=
          a0 * b[from + j]! +
          a1 * b[from + n + j]! +
          a2 * b[from + 2 * n + j]! +
          a3 * b[from + 3 * n + j]!;
      }
    }
    for (; p < k; p++) {
      const factor = a[i * k + p]!;
      if (factor === 0) continue;
      for (let j = 0; j < n; j++) out[to + j]! += factor * b[p * n + j]!;
    }
  }
  return out;
};

/** [rows, columns] → [columns, rows] */
export function transposed(
  matrix: Float32Array,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(matrix.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) out[j * rows + i] = matrix[i * columns + j]!;
  }
  return out;
}
