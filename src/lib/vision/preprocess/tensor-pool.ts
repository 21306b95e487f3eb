/**
 * Memory lent to tensors and taken back when the tensor is disposed. TensorFlow.js may go on reading
 * an adopted array or GPU buffer until then, so it is reused only once the last tensor made from it
 * is gone: one per input in the live loop, one more for each tensor that somebody keeps.
 */
import type { Tensor4D } from '@tensorflow/tfjs-core';

export class TensorPool<Memory> {
  readonly #make: () => Memory;
  readonly #adopt: (memory: Memory) => Tensor4D;
  readonly #loans: { memory: Memory; tensor: Tensor4D | undefined }[] = [];

  constructor(make: () => Memory, adopt: (memory: Memory) => Tensor4D) {
    this.#make = make;
    this.#adopt = adopt;
  }

  /** The caller fills the memory with `fill` before the tensor exists, and disposes the tensor. */
  lend(fill: (memory: Memory) => void): Tensor4D {
    let loan = this.#loans.find(({ tensor }) => tensor === undefined || tensor.isDisposed);
    if (!loan) this.#loans.push((loan = { memory: this.#make(), tensor: undefined }));
    fill(loan.memory);
    loan.tensor = this.#adopt(loan.memory);
    return loan.tensor;
  }

  /** All memory ever made, for whoever has to free it. */
  get memories(): readonly Memory[] {
    return this.#loans.map((loan) => loan.memory);
  }
}
