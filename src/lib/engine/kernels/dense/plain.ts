/** The operations in typed arrays: the measure of the others, and what runs without SIMD. */
import type { Heap } from '#lib/engine/kernels/wasm/heap.ts';
import type { DenseOperations } from './operations.ts';
import { move } from './plain-moves.ts';

const panel = 16;

export function plainOperations(heap: Heap): DenseOperations {
  return {
    product(rows, panels, depth, a, aRow, aStep, b, start, startRow, c, cRow) {
      const cells = heap.float32;
      const sums = new Float64Array(panel);
      for (let row = 0; row < rows; row++) {
        for (let p = 0; p < panels; p++) {
          const from = (start + row * startRow) / 4 + p * panel;
          for (let j = 0; j < panel; j++) sums[j] = cells[from + j]!;
          let left = (a + row * aRow) / 4;
          let right = b / 4 + p * depth * panel;
          for (let k = 0; k < depth; k++) {
            const x = cells[left]!;
            // Half of a picture is black.
            if (x !== 0) for (let j = 0; j < panel; j++) sums[j]! += x * cells[right + j]!;
            left += aStep / 4;
            right += panel;
          }
          cells.set(sums, (c + row * cRow) / 4 + p * panel);
        }
      }
    },
    pack(rows, panels, from, fromRow, to) {
      const cells = heap.float32;
      for (let p = 0; p < panels; p++) {
        for (let row = 0; row < rows; row++) {
          const at = (from + row * fromRow) / 4 + p * panel;
          cells.copyWithin(to / 4 + (p * rows + row) * panel, at, at + panel);
        }
      }
    },
    packTurned(rows, depth, from, fromRow, to) {
      const cells = heap.float32;
      const panels = Math.ceil(rows / panel);
      cells.fill(0, to / 4, to / 4 + panels * depth * panel);
      for (let row = 0; row < rows; row++) {
        const at = (from + row * fromRow) / 4;
        const cell = to / 4 + Math.floor(row / panel) * depth * panel + (row % panel);
        for (let k = 0; k < depth; k++) cells[cell + k * panel] = cells[at + k]!;
      }
    },
    takeBytes(rows, index, from, width, to) {
      const cells = heap.float32;
      const bytes = new Uint8Array(heap.memory.buffer);
      for (let row = 0; row < rows; row++) {
        const at = from + heap.int32[index / 4 + row]! * width;
        for (let i = 0; i < width; i++) cells[to / 4 + row * width + i] = bytes[at + i]! / 255;
      }
    },
    activate(curve, at, bytes) {
      const value = valueOf[curve];
      const cells = heap.float32;
      if (value) for (let i = at / 4; i < (at + bytes) / 4; i++) cells[i] = value(cells[i]!);
    },
    slopes(curve, value, delta, bytes) {
      const slope = slopeOf[curve];
      const cells = heap.float32;
      if (!slope) return;
      for (let i = 0; i < bytes / 4; i++) cells[delta / 4 + i]! *= slope(cells[value / 4 + i]!);
    },
    mask(from, factors, to, bytes) {
      const cells = heap.float32;
      for (let i = 0; i < bytes / 4; i++) {
        cells[to / 4 + i] = cells[from / 4 + i]! * cells[factors / 4 + i]!;
      }
    },
    sumRows(rows, panels, from, fromRow, to) {
      const cells = heap.float32;
      for (let j = 0; j < panels * panel; j++) {
        let sum = 0;
        for (let row = 0; row < rows; row++) sum += cells[(from + row * fromRow) / 4 + j]!;
        cells[to / 4 + j] = sum;
      }
    },
    softmax(rows, classes, panels, at) {
      const width = panels * panel;
      for (let row = 0; row < rows; row++) {
        const begin = at / 4 + row * width;
        const cells = heap.float32.subarray(begin, begin + width);
        cells.fill(0, classes);
        const real = cells.subarray(0, classes);
        const top = Math.max(...real);
        const powers = Array.from(real, (logit) => Math.exp(logit - top));
        const sum = powers.reduce((all, power) => all + power, 0);
        real.set(powers.map((power) => power / sum));
      }
    },
    move: (rule, w, g, m, s, bytes, ...numbers) => {
      const list = (at: number) => heap.float32.subarray(at / 4, (at + bytes) / 4);
      move(rule, list(w), list(g), list(m), list(s), ...numbers);
    },
  };
}

/** By the order of `curves`. */
const valueOf: readonly (((x: number) => number) | undefined)[] = [
  undefined,
  (x) => Math.max(0, x),
  (x) => Math.max(0.01 * x, x),
  Math.tanh,
  (x) => 1 / (1 + Math.exp(-x)),
  (x) => (x > 0 ? x : Math.expm1(x)),
];

const slopeOf: readonly (((y: number) => number) | undefined)[] = [
  undefined,
  (y) => (y > 0 ? 1 : 0),
  (y) => (y > 0 ? 1 : 0.01),
  (y) => 1 - y * y,
  (y) => y - y * y,
  (y) => (y > 0 ? 1 : y + 1),
];
