import type { RecurrentShape, RecurrentState } from '../recurrent.ts';
import { Blocks } from './blocks.ts';
import type { Heap } from './heap.ts';
import type { Layout } from './layout.ts';
import type { KernelModule } from './module.ts';
import { planBytes, writePlan, type Plan } from './plan.ts';

/** One step of one sequence: a plan that is written once, and room that is used again for every key. */
export class SingleStep {
  readonly #module: KernelModule;
  readonly #heap: Heap;
  readonly #blocks: Blocks;
  readonly #units: number;
  readonly #at: number;
  readonly #x: number;
  readonly #hidden: number;
  readonly #next: number;
  readonly #carry: number;
  /** Views of the results; made again when the memory has moved. */
  #nextHidden: Float32Array = new Float32Array(0);
  #nextCarry: Float32Array = new Float32Array(0);

  constructor(
    module: KernelModule,
    heap: Heap,
    { cell, inputs, units }: RecurrentShape,
    { width, gatesRow }: Layout,
    plan: Plan,
  ) {
    this.#module = module;
    this.#heap = heap;
    this.#units = units;
    this.#blocks = new Blocks(heap);
    const active = this.#blocks.take(4);
    this.#x = this.#blocks.take(4 * inputs);
    this.#hidden = this.#blocks.take(2 * width);
    this.#next = this.#hidden + width;
    this.#carry = cell === 'lstm' ? this.#blocks.take(width) : 0;
    this.#at = this.#blocks.take(planBytes);
    const whole = {
      ...plan,
      ...{ batch: 1, steps: 1, window: 1, active, x: this.#x },
      ...{ hidden: this.#hidden, carry: this.#carry },
      gates: this.#blocks.take(gatesRow),
      kept: this.#blocks.take(width),
    };
    const { int32, float32 } = heap;
    int32[active / 4] = 1;
    // What lies between `units` and `width` stays zero.
    float32.fill(0, this.#hidden / 4, (this.#hidden + 2 * width) / 4);
    if (this.#carry) float32.fill(0, this.#carry / 4, (this.#carry + width) / 4);
    writePlan(int32, this.#at, whole);
  }

  run(input: Float32Array, state: RecurrentState, next: RecurrentState): void {
    const { float32 } = this.#heap;
    float32.set(input, this.#x / 4);
    float32.set(state.hidden, this.#hidden / 4);
    if (this.#carry) float32.set(state.carry!, this.#carry / 4);
    this.#module.forward(this.#at);
    if (this.#nextHidden.buffer !== float32.buffer) {
      const view = (at: number) => float32.subarray(at / 4, at / 4 + this.#units);
      this.#nextHidden = view(this.#next);
      this.#nextCarry = view(this.#carry);
    }
    next.hidden.set(this.#nextHidden);
    if (this.#carry) next.carry!.set(this.#nextCarry);
  }

  give(): void {
    this.#blocks.give();
  }
}
