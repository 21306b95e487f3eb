/** Numbers out of `weights.bin`. */
import { decodeHalves } from '#lib/engine/graph/half.ts';
import type { TextWeight } from './format.ts';

export function sizeOf({ shape }: Pick<TextWeight, 'shape'>): number {
  return shape.reduce((size, side) => size * side, 1);
}

/** All of a slice, as float32. The slice must have been found sound (`checkTextModel`). */
export function decodeWeight(weight: TextWeight, bytes: ArrayBuffer): Float32Array {
  const size = sizeOf(weight);
  switch (weight.type) {
    case 'float32':
      return new Float32Array(bytes, weight.at, size).slice();
    case 'float16':
      return decodeHalves(bytes, weight.at / 2, size);
    case 'uint8': {
      const [rows = 1] = weight.shape;
      const ranges = new Float32Array(bytes, weight.ranges, 2 * rows);
      const values = Float32Array.from(new Uint8Array(bytes, weight.at, size));
      const columns = size / rows;
      for (let row = 0, at = 0; row < rows; row++) {
        const low = ranges[2 * row]!;
        const step = ranges[2 * row + 1]!;
        for (let column = 0; column < columns; column++, at++)
          values[at] = low + values[at]! * step;
      }
      return values;
    }
  }
}
