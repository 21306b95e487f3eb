/** Parts of a blob in the making: small ones joined, large ones named and not copied. */

const blockBytes = 1 << 18;

export class ByteParts {
  readonly #parts: BlobPart[] = [];
  #block = new Uint8Array(blockBytes);
  #filled = 0;
  #size = 0;

  /** Bytes so far. */
  get size(): number {
    return this.#size;
  }

  /** Copied. */
  push(bytes: Uint8Array): void {
    this.#size += bytes.length;
    for (let from = 0; from < bytes.length;) {
      const some = bytes.subarray(from, from + blockBytes - this.#filled);
      this.#block.set(some, this.#filled);
      this.#filled += some.length;
      from += some.length;
      if (this.#filled === blockBytes) this.#flush();
    }
  }

  pushBlob(blob: Blob): void {
    this.#flush();
    this.#parts.push(blob);
    this.#size += blob.size;
  }

  /** In order; nothing can be added after. */
  end(): readonly BlobPart[] {
    this.#flush();
    return this.#parts;
  }

  #flush(): void {
    if (this.#filled === 0) return;
    // A full block becomes a blob, which the browser keeps where it likes, and not in this memory.
    if (this.#filled === blockBytes) this.#parts.push(new Blob([this.#block]));
    else this.#parts.push(this.#block.slice(0, this.#filled));
    this.#filled = 0;
  }
}
