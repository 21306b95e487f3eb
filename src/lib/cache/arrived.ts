/** What has come of a file so far, in one buffer. */
import { FailureError } from '#lib/failure/failure.ts';

export interface ArrivedOptions {
  readonly onBytes?: (loaded: number) => void;
  /** Of a file whose length nobody knows. */
  readonly mostBytes?: number;
}

export class Arrived {
  readonly #total: number | undefined;
  readonly #options: ArrivedOptions;
  #bytes: Uint8Array<ArrayBuffer>;
  #loaded = 0;

  /** @param total where it is known the buffer has this size from the start, and is never copied. */
  constructor(total: number | undefined, options: ArrivedOptions) {
    this.#total = total;
    this.#options = options;
    this.#bytes = new Uint8Array(total ?? 0);
  }

  get loaded(): number {
    return this.#loaded;
  }

  /** False also where the length is not known: then its end is the end of the answer. */
  get isWhole(): boolean {
    return this.#loaded === this.#total;
  }

  /**
   * @returns false when this is more than the file can have.
   * @throws FailureError `model-unsupported` when it is more than anybody wants.
   */
  add(piece: Uint8Array): boolean {
    const end = this.#loaded + piece.byteLength;
    if (this.#total !== undefined && end > this.#total) {
      this.#loaded = Infinity;
      return false;
    }
    if (end > (this.#options.mostBytes ?? Infinity)) {
      throw new FailureError('model-unsupported', `more than ${this.#options.mostBytes} bytes`);
    }
    if (end > this.#bytes.byteLength) {
      const larger = new Uint8Array(Math.max(end, 2 * this.#bytes.byteLength));
      larger.set(this.#bytes.subarray(0, this.#loaded));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#loaded);
    this.#loaded = end;
    this.#options.onBytes?.(end);
    return true;
  }

  /** A stretch of it, not copied. */
  slice(from: number, to: number): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(from, to);
  }

  restart(): void {
    this.#loaded = 0;
    this.#options.onBytes?.(0);
  }

  /** Undefined when it is too short or too long. */
  whole(): ArrayBuffer | undefined {
    if (this.#total !== undefined) return this.isWhole ? this.#bytes.buffer : undefined;
    const { buffer } = this.#bytes;
    return buffer.byteLength === this.#loaded ? buffer : buffer.slice(0, this.#loaded);
  }
}
