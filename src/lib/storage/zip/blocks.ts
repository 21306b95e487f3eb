/** A file read in blocks, the last few of which are kept: what lies beside each other is read together. */
import { bytesOf, damaged } from './central-directory.ts';

const blockBytes = 1 << 20;
/** Where two rows of entries are read in turns, each has its own. */
const most = 6;

type Bytes = Uint8Array<ArrayBuffer>;

export class Blocks {
  readonly #file: Blob;
  /** By number; what was used last is last. */
  readonly #kept = new Map<number, Promise<Bytes>>();

  constructor(file: Blob) {
    this.#file = file;
  }

  /** A copy. @throws FailureError `archive-damaged` */
  async read(from: number, length: number): Promise<Bytes> {
    const end = from + length;
    if (end > this.#file.size) throw damaged(`${end} of ${this.#file.size} bytes`);
    const out = new Uint8Array(length);
    for (let at = from; at < end;) {
      const number = Math.floor(at / blockBytes);
      const block = await this.#block(number);
      const start = number * blockBytes;
      const some = block.subarray(at - start, end - start);
      out.set(some, at - from);
      at += some.length;
    }
    return out;
  }

  #block(number: number): Promise<Bytes> {
    const start = number * blockBytes;
    const block =
      this.#kept.get(number) ??
      bytesOf(this.#file, start, Math.min(blockBytes, this.#file.size - start));
    this.#kept.delete(number);
    this.#kept.set(number, block);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > most && oldest !== undefined) this.#kept.delete(oldest);
    return block;
  }
}
