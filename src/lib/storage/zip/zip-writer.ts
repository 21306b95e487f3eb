/**
 * Writes a zip as a list of parts: headers as bytes, pictures as the very blobs they came as. The
 * result refers to the blobs where the browser keeps them, so that a project of gigabytes is in
 * memory neither once nor twice. Without zip64: at most 65,535 entries and four gigabytes.
 */
import { deflateSync } from 'fflate';
import { FailureError } from '#lib/failure/failure.ts';
import { crc32 } from './crc32.ts';
import { maximumEntries, maximumOffset, signatures } from './layout.ts';

const UTF8_NAMES = 0x0800;
const STORED = 0;
const DEFLATED = 8;
/** Made by a Unix of version 2.0: an ordinary file that everybody may read. */
const MADE_BY = (3 << 8) | 20;
const FILE_ATTRIBUTES = (0o100644 << 16) >>> 0;

interface Written {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  readonly size: number;
  readonly originalSize: number;
  readonly offset: number;
}

export class ZipWriter {
  readonly #parts: BlobPart[] = [];
  readonly #entries: Written[] = [];
  readonly #time: number;
  #offset = 0;

  /** @param at the time that all entries carry; equal contents and times give equal bytes. */
  constructor(at: Date) {
    this.#time = dosTime(at);
  }

  /** Bytes so far. */
  get size(): number {
    return this.#offset;
  }

  /** Text and numbers, compressed. @throws FailureError `archive-too-large` */
  addBytes(path: string, bytes: Uint8Array<ArrayBuffer>): void {
    const deflated = deflateSync(bytes, { level: 6 });
    const smaller = deflated.length < bytes.length;
    const data = smaller ? new Uint8Array(deflated) : bytes;
    const method = smaller ? DEFLATED : STORED;
    this.#add(path, data, data.length, { method, bytes });
  }

  /**
   * A picture, as it is.
   * @param bytes what the blob holds; read, not kept.
   * @throws FailureError `archive-too-large`
   */
  addBlob(path: string, blob: Blob, bytes: Uint8Array): void {
    this.#add(path, blob, blob.size, { method: STORED, bytes });
  }

  /** The whole file; nothing can be added after. */
  finish(type = 'application/zip'): Blob {
    const start = this.#offset;
    for (const entry of this.#entries) this.#push(centralHeader(entry, this.#time));
    this.#push(endRecord(this.#entries.length, this.#offset - start, start));
    return new Blob(this.#parts, { type });
  }

  #add(
    path: string,
    data: BlobPart,
    size: number,
    { method, bytes }: { method: number; bytes: Uint8Array },
  ): void {
    const name = new TextEncoder().encode(path);
    const entry: Written = {
      name,
      method,
      crc: crc32(bytes),
      size,
      originalSize: bytes.length,
      offset: this.#offset,
    };
    const end = this.#offset + 30 + name.length + size;
    if (this.#entries.length >= maximumEntries || end > maximumOffset) {
      throw new FailureError('archive-too-large', path);
    }
    this.#entries.push(entry);
    this.#push(localHeader(entry, this.#time));
    this.#parts.push(data);
    this.#offset += size;
  }

  #push(bytes: Uint8Array<ArrayBuffer>): void {
    this.#parts.push(bytes);
    this.#offset += bytes.length;
  }
}

function localHeader(entry: Written, time: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(30 + entry.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signatures.local, true);
  view.setUint16(4, 20, true);
  common(view, 6, entry, time);
  bytes.set(entry.name, 30);
  return bytes;
}

function centralHeader(entry: Written, time: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(46 + entry.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signatures.central, true);
  view.setUint16(4, MADE_BY, true);
  view.setUint16(6, 20, true);
  common(view, 8, entry, time);
  view.setUint32(38, FILE_ATTRIBUTES, true);
  view.setUint32(42, entry.offset, true);
  bytes.set(entry.name, 46);
  return bytes;
}

/** The 22 bytes that both headers share, from the flags on. */
function common(view: DataView, at: number, entry: Written, time: number): void {
  view.setUint16(at, UTF8_NAMES, true);
  view.setUint16(at + 2, entry.method, true);
  view.setUint32(at + 4, time, true);
  view.setUint32(at + 8, entry.crc, true);
  view.setUint32(at + 12, entry.size, true);
  view.setUint32(at + 16, entry.originalSize, true);
  view.setUint16(at + 20, entry.name.length, true);
}

function endRecord(count: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(22));
  view.setUint32(0, signatures.end, true);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, size, true);
  view.setUint32(16, offset, true);
  return new Uint8Array(view.buffer);
}

/** Time in the low half, date in the high one; years from 1980, steps of two seconds. */
function dosTime(at: Date): number {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const year = Math.max(0, Math.min(127, at.getFullYear() - 1980));
  const date = (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return ((date << 16) | time) >>> 0;
}
