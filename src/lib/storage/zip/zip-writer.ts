/**
 * Writes a zip as a list of parts: headers as bytes, pictures as the very blobs they came as. The
 * result refers to the blobs where the browser keeps them, so that a project of gigabytes is in
 * memory neither once nor twice. With zip64 where there are more than 65,534 entries or four gigabytes.
 */
import { deflateSync } from 'fflate';
import { FailureError } from '#lib/failure/failure.ts';
import { ByteParts } from './byte-parts.ts';
import { crc32 } from './crc32.ts';
import { centralHeader, dosTime, endRecords, localHeader, type Written } from './headers.ts';
import { maximumOffset } from './layout.ts';

const STORED = 0;
const DEFLATED = 8;

export class ZipWriter {
  readonly #parts = new ByteParts();
  /** The list at the end, as it will be written. */
  readonly #directory = new ByteParts();
  readonly #time: number;
  #count = 0;

  /** @param at the time that all entries carry; equal contents and times give equal bytes. */
  constructor(at: Date) {
    this.#time = dosTime(at);
  }

  /** Bytes so far. */
  get size(): number {
    return this.#parts.size;
  }

  /** Text and numbers, compressed. @throws FailureError `archive-too-large` */
  addBytes(path: string, bytes: Uint8Array<ArrayBuffer>): void {
    const deflated = deflateSync(bytes, { level: 6 });
    if (deflated.length >= bytes.length) return this.addStored(path, bytes);
    const sizes = { size: deflated.length, originalSize: bytes.length };
    this.#begin(path, { method: DEFLATED, crc: crc32(bytes), ...sizes });
    this.#parts.push(deflated);
  }

  /** A small picture: its bytes, as they are. @throws FailureError `archive-too-large` */
  addStored(path: string, bytes: Uint8Array): void {
    const sizes = { size: bytes.length, originalSize: bytes.length };
    this.#begin(path, { method: STORED, crc: crc32(bytes), ...sizes });
    this.#parts.push(bytes);
  }

  /**
   * A picture, as it is; its bytes stay where they are.
   * @param crc {@link crc32} of what the blob holds
   * @throws FailureError `archive-too-large`
   */
  addBlob(path: string, blob: Blob, crc: number): void {
    const sizes = { size: blob.size, originalSize: blob.size };
    this.#begin(path, { method: STORED, crc, ...sizes });
    this.#parts.pushBlob(blob);
  }

  /** The whole file; nothing can be added after. */
  finish(type = 'application/zip'): Blob {
    const offset = this.#parts.size;
    const directory = this.#directory.end();
    const end = endRecords(this.#count, this.#directory.size, offset);
    return new Blob([...this.#parts.end(), ...directory, end], { type });
  }

  #begin(path: string, data: Pick<Written, 'method' | 'crc' | 'size' | 'originalSize'>): void {
    if (Math.max(data.size, data.originalSize) > maximumOffset) {
      throw new FailureError('archive-too-large', path);
    }
    const name = new TextEncoder().encode(path);
    const entry = { name, offset: this.#parts.size, time: this.#time, ...data };
    this.#parts.push(localHeader(entry));
    this.#directory.push(centralHeader(entry));
    this.#count++;
  }
}
