import type { ImmediateTape, RecurrentShape, Sequences } from '../recurrent.ts';
import type { Blocks } from './blocks.ts';
import type { Heap } from './heap.ts';
import { unpack, type Layout } from './layout.ts';
import type { Order } from './order.ts';
import type { Plan } from './plan.ts';

/** One walk over sequences and where everything of it lies. */
export interface Walk {
  readonly sequences: Pick<Sequences, 'batch' | 'steps'>;
  readonly order: Order;
  /** For each packed row its place in [batch, steps]. */
  readonly places: Int32Array;
  /** The same in the kernels' memory. */
  readonly index: number;
  readonly plan: Plan;
  readonly blocks: Blocks;
}

export class WasmTape implements ImmediateTape {
  readonly shape: RecurrentShape;
  readonly #heap: Heap;
  readonly #layout: Layout;
  #walk: Walk | undefined;

  constructor(shape: RecurrentShape, heap: Heap, layout: Layout, walk: Walk) {
    this.shape = shape;
    this.#heap = heap;
    this.#layout = layout;
    this.#walk = walk;
  }

  walk(): Walk {
    if (!this.#walk) throw new Error('The tape was disposed');
    return this.#walk;
  }

  gates(): Float32Array {
    const { plan } = this.walk();
    return this.#placed(plan.gates!, this.#layout.gatesRow, this.#layout.columns);
  }

  carries(): Float32Array | undefined {
    const { plan, sequences } = this.walk();
    if (this.shape.cell !== 'lstm') return undefined;
    const { width, columns } = this.#layout;
    const first = plan.carry! + sequences.batch * width;
    return this.#placed(first, width, columns.subarray(0, width / 4));
  }

  dispose(): void {
    this.#walk?.blocks.give();
    this.#walk = undefined;
  }

  /** Packed rows of so many bytes in their places; zeros where there are none. */
  #placed(at: number, rowBytes: number, map: Int32Array): Float32Array {
    const { sequences, places } = this.walk();
    const columns = map.reduce((most, column) => Math.max(most, column + 1), 0);
    const placed = new Float32Array(sequences.batch * sequences.steps * columns);
    places.forEach((place, row) => {
      const values = placed.subarray(place * columns, (place + 1) * columns);
      const from = at + row * rowBytes;
      unpack({ values, rows: 1, columns }, this.#heap.float32, from, rowBytes, map);
    });
    return placed;
  }
}
