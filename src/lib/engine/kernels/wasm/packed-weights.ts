import type { RecurrentShape, RecurrentWeights } from '../recurrent.ts';
import { Blocks } from './blocks.ts';
import type { Heap } from './heap.ts';
import { pack, packedBytes, packTransposed, type Layout, type Matrix } from './layout.ts';
import type { Plan } from './plan.ts';

/** The weights of a layer in panels, and in those of their transposes once somebody walks back. */
export class PackedWeights {
  readonly #heap: Heap;
  readonly #blocks: Blocks;
  readonly #shape: RecurrentShape;
  readonly #layout: Layout;
  readonly #forward: Required<Pick<Plan, 'kernel' | 'recurrent' | 'candidate' | 'bias'>>;
  #back: Required<Pick<Plan, 'kernelBack' | 'recurrentBack'>> | undefined;
  /** Kept as well: the transposes are made of them, when they are asked for. */
  #weights: RecurrentWeights | undefined;
  #backIsOld = true;

  constructor(heap: Heap, shape: RecurrentShape, layout: Layout) {
    this.#heap = heap;
    this.#shape = shape;
    this.#layout = layout;
    this.#blocks = new Blocks(heap);
    const { inputs, units, cell } = shape;
    const row = layout.columns.length;
    this.#forward = {
      kernel: this.#blocks.take(packedBytes(inputs, row)),
      recurrent: this.#blocks.take(packedBytes(units, row)),
      candidate: cell === 'gru' ? this.#blocks.take(packedBytes(units, layout.wide / 4)) : 0,
      bias: this.#blocks.take(layout.gatesRow),
    };
  }

  get forward(): Plan {
    return this.#forward;
  }

  /** The same and the transposes. */
  get back(): Plan {
    const { inputs, units } = this.#shape;
    const { depth, columns } = this.#layout;
    this.#back ??= {
      kernelBack: this.#blocks.take(packedBytes(depth, inputs)),
      recurrentBack: this.#blocks.take(packedBytes(depth, units)),
    };
    if (this.#backIsOld && this.#weights) {
      const to = this.#heap.float32;
      const map = columns.subarray(0, depth);
      packTransposed(to, this.#back.kernelBack, this.#matrix(this.#weights.kernel), map);
      packTransposed(to, this.#back.recurrentBack, this.#matrix(this.#weights.recurrent), map);
      this.#backIsOld = false;
    }
    return { ...this.#forward, ...this.#back };
  }

  write({ kernel, recurrent, bias }: RecurrentWeights): void {
    this.#weights = { kernel: kernel.slice(), recurrent: recurrent.slice(), bias: bias.slice() };
    this.#backIsOld = true;
    const { columns } = this.#layout;
    const { cell } = this.#shape;
    const to = this.#heap.float32;
    const own = this.#forward;
    pack(to, own.kernel, this.#matrix(kernel), columns);
    const asRow: Matrix = { values: bias, rows: 1, columns: bias.length };
    pack(to, own.bias, asRow, columns);
    if (cell !== 'gru') {
      pack(to, own.recurrent, this.#matrix(recurrent), columns);
      return;
    }
    const candidates = (2 * this.#layout.width) / 4;
    const wholePanels = new Int32Array(Math.ceil(candidates / 16) * 16).fill(-1);
    wholePanels.set(columns.subarray(0, candidates));
    pack(to, own.recurrent, this.#matrix(recurrent), wholePanels);
    const rest = columns.subarray(candidates, candidates + this.#layout.wide / 4);
    pack(to, own.candidate, this.#matrix(recurrent), rest);
  }

  give(): void {
    this.#blocks.give();
  }

  #matrix(values: Float32Array): Matrix {
    const columns = this.#weights!.bias.length;
    return { values, rows: values.length / columns, columns };
  }
}
