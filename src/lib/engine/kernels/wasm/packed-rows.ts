import type { Heap } from './heap.ts';
import type { KernelModule } from './module.ts';
import type { Walk } from './tape.ts';

/** Rows and states out of the packed order into that of the caller, and states into it. */
export class PackedRows {
  readonly #module: KernelModule;
  readonly #heap: Heap;
  readonly #units: number;

  constructor(module: KernelModule, heap: Heap, units: number) {
    this.#module = module;
    this.#heap = heap;
    this.#units = units;
  }

  /** Packed rows in their places, [batch, steps, count]; zeros where there are none. */
  placed(walk: Walk, from: number, fromRow: number, count: number): Float32Array {
    const { batch, steps } = walk.sequences;
    const length = batch * steps * count;
    if (walk.order.straight && fromRow === 4 * count) {
      return this.#heap.float32.slice(from / 4, from / 4 + length);
    }
    const to = this.#heap.take(4 * length);
    const { float32 } = this.#heap;
    if (walk.order.rows < batch * steps) float32.fill(0, to / 4, to / 4 + length);
    this.#module.scatter(walk.order.rows, walk.index, from, fromRow, 4 * count, to, 4 * count);
    const placed = float32.slice(to / 4, to / 4 + length);
    this.#heap.give(to);
    return placed;
  }

  /** Rows of so many numbers as they lie, without what fills their last panel. */
  inOrder(from: number, fromRow: number, count: number, rows: number): Float32Array {
    const { float32 } = this.#heap;
    if (fromRow === 4 * count) return float32.slice(from / 4, from / 4 + rows * count);
    const all = new Float32Array(rows * count);
    for (let row = 0; row < rows; row++) {
      const at = (from + row * fromRow) / 4;
      all.set(float32.subarray(at, at + count), row * count);
    }
    return all;
  }

  /** @param values [batch, units]; absent: zeros */
  writeStates(
    at: number,
    rowBytes: number,
    values: Float32Array | undefined,
    sequences: Int32Array,
  ): void {
    const { float32 } = this.#heap;
    float32.fill(0, at / 4, (at + rowBytes * sequences.length) / 4);
    if (!values) return;
    sequences.forEach((sequence, nth) => {
      const row = values.subarray(sequence * this.#units, (sequence + 1) * this.#units);
      float32.set(row, (at + nth * rowBytes) / 4);
    });
  }

  /** @param rows for the nth sequence its row at `at` */
  readStates(
    at: number,
    rowBytes: number,
    rows: readonly number[],
    sequences: Int32Array,
  ): Float32Array {
    const { float32 } = this.#heap;
    const states = new Float32Array(sequences.length * this.#units);
    sequences.forEach((sequence, nth) => {
      const from = (at + rows[nth]! * rowBytes) / 4;
      states.set(float32.subarray(from, from + this.#units), sequence * this.#units);
    });
    return states;
  }
}
