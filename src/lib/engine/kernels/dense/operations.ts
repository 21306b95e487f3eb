/**
 * What feedforward networks are computed with: `wasm/assembly/dense.ts` in WebAssembly SIMD, `plain.ts`
 * where there is none. Addresses, strides and lengths in bytes of one heap; matrices by rows, each
 * padded to whole panels of sixteen numbers.
 */
import type { Heap } from '#lib/engine/kernels/wasm/heap.ts';

/** The curves of hidden units, in the order that `activate` knows them by. */
export const curves = ['none', 'relu', 'leaky-relu', 'tanh', 'sigmoid', 'elu'] as const;
export type Curve = (typeof curves)[number];

export interface DenseOperations {
  /**
   * C = start + A · B, B packed by `pack` or `packTurned`.
   * @param aStep from one number of a row of A to the next: 4, or the row's length for A transposed
   * @param startRow 0: one row of starts for all
   */
  product(
    rows: number,
    panels: number,
    depth: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    start: number,
    startRow: number,
    c: number,
    cRow: number,
  ): void;
  /** Rows of B as panels. */
  pack(rows: number, panels: number, from: number, fromRow: number, to: number): void;
  /** B transposed: each of `rows` of `depth` numbers becomes a column. */
  packTurned(rows: number, depth: number, from: number, fromRow: number, to: number): void;
  /** Bytes of the rows that `index` names, over 255. @param width a multiple of 16 */
  takeBytes(rows: number, index: number, from: number, width: number, to: number): void;
  /** A curve over numbers, in place. @param curve place in `curves` */
  activate(curve: number, at: number, bytes: number): void;
  /** delta ← delta · the curve's slope, by its value. */
  slopes(curve: number, value: number, delta: number, bytes: number): void;
  /** to = from · factors. */
  mask(from: number, factors: number, to: number, bytes: number): void;
  /** to = the sum of all rows. */
  sumRows(rows: number, panels: number, from: number, fromRow: number, to: number): void;
  /** Logits become probabilities, in place; 0 behind the classes. */
  softmax(rows: number, classes: number, panels: number, at: number): void;
  /**
   * A step of an optimiser over `bytes` of parameters (src/lib/maths/optimisers.ts).
   * @param rule place in `optimiserNames`
   * @param first 1 − β₁ᵗ and `second` 1 − β₂ᵗ of Adam
   * @param l1 added to the gradient: l1 · sign w + l2 · w
   */
  move(
    rule: number,
    w: number,
    g: number,
    m: number,
    s: number,
    bytes: number,
    rate: number,
    first: number,
    second: number,
    l1: number,
    l2: number,
  ): void;
}

export interface DenseKernels {
  readonly kind: 'wasm' | 'plain';
  readonly heap: Heap;
  readonly operations: DenseOperations;
}
