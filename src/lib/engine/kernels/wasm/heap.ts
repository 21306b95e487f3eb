/** Memory of the kernels: blocks are taken and given back, and the next call finds the same ones. */
import { FailureError } from '#lib/failure/failure.ts';

/** A line of the processor's cache; SIMD asks for 16. */
const alignment = 64;
const pageBytes = 65_536;
/** Address 0 stays nobody's, and then come the constants of the kernels. */
export const firstAddress = 256;

interface Block {
  at: number;
  bytes: number;
}

export class Heap {
  readonly memory: WebAssembly.Memory;
  /** By address, no two of them side by side. */
  #free: Block[];
  readonly #taken = new Map<number, number>();
  #float32: Float32Array;
  #int32: Int32Array;

  constructor() {
    this.memory = new WebAssembly.Memory({ initial: 2 });
    this.#free = [{ at: firstAddress, bytes: 2 * pageBytes - firstAddress }];
    this.#float32 = new Float32Array(this.memory.buffer);
    this.#int32 = new Int32Array(this.memory.buffer);
  }

  /** The whole memory; ask again after every {@link take}, which may move it. */
  get float32(): Float32Array {
    return this.#float32;
  }

  get int32(): Int32Array {
    return this.#int32;
  }

  /** Bytes that nobody holds any more are still the heap's: WebAssembly gives none back. */
  get takenBytes(): number {
    let sum = 0;
    for (const bytes of this.#taken.values()) sum += bytes;
    return sum;
  }

  /** @returns the address of so many bytes of whatever was there before */
  take(wanted: number): number {
    const bytes = Math.max(1, Math.ceil(wanted / alignment)) * alignment;
    let found = this.#free.findIndex((block) => block.bytes >= bytes);
    if (found < 0) {
      this.#grow(bytes);
      found = this.#free.length - 1;
    }
    const block = this.#free[found]!;
    const { at } = block;
    block.at += bytes;
    block.bytes -= bytes;
    if (block.bytes === 0) this.#free.splice(found, 1);
    this.#taken.set(at, bytes);
    return at;
  }

  give(at: number): void {
    const bytes = this.#taken.get(at);
    if (bytes === undefined) throw new Error(`No block at ${at}`);
    this.#taken.delete(at);
    let place = this.#free.findIndex((block) => block.at > at);
    if (place < 0) place = this.#free.length;
    this.#free.splice(place, 0, { at, bytes });
    this.#join(place);
    this.#join(place - 1);
  }

  #join(place: number): void {
    const [block, next] = [this.#free[place], this.#free[place + 1]];
    if (!block || !next || block.at + block.bytes !== next.at) return;
    block.bytes += next.bytes;
    this.#free.splice(place + 1, 1);
  }

  #grow(bytes: number): void {
    const end = this.memory.buffer.byteLength;
    const last = this.#free.at(-1);
    const spare = last && last.at + last.bytes === end ? last.bytes : 0;
    // By half at least, so that growing stays rare.
    const wanted = Math.max(bytes - spare, Math.min(end / 2, 2 ** 26));
    const pages = Math.ceil(wanted / pageBytes);
    try {
      this.memory.grow(pages);
    } catch (error) {
      throw new FailureError('out-of-memory', error instanceof Error ? error.message : undefined);
    }
    this.#float32 = new Float32Array(this.memory.buffer);
    this.#int32 = new Int32Array(this.memory.buffer);
    if (spare > 0) last!.bytes += pages * pageBytes;
    else this.#free.push({ at: end, bytes: pages * pageBytes });
  }
}
