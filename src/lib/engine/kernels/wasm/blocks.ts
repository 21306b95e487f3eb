import type { Heap } from './heap.ts';

/** Blocks that are given back together. */
export class Blocks {
  readonly #heap: Heap;
  #taken: number[] = [];

  constructor(heap: Heap) {
    this.#heap = heap;
  }

  take(bytes: number): number {
    const at = this.#heap.take(bytes);
    this.#taken.push(at);
    return at;
  }

  give(): void {
    for (const at of this.#taken) this.#heap.give(at);
    this.#taken = [];
  }
}
