/** Notices a leak before the phone does. */
import { FailureError } from '#lib/failure/failure.ts';
import type { EngineMemory } from './backend.ts';

/** Between two inferences nothing should be left over; this much is forgiven before it is a leak. */
const spareTensors = 256;
const spareBytes = 256 * 1024 * 1024;

export class MemoryBudget {
  readonly #tensors: number;
  readonly #bytes: number;

  /** @param idle what is held between inferences once everything is loaded and warm. */
  constructor(idle: EngineMemory) {
    this.#tensors = idle.tensors + spareTensors;
    this.#bytes = idle.bytes + spareBytes;
  }

  /** To be asked between inferences. @throws FailureError `out-of-memory` */
  check({ tensors, bytes }: EngineMemory): void {
    if (tensors <= this.#tensors && bytes <= this.#bytes) return;
    throw new FailureError(
      'out-of-memory',
      `${tensors} tensors of ${this.#tensors}, ${bytes} bytes of ${this.#bytes}`,
    );
  }
}
