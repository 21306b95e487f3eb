/** Reads single entries of a zip from where it lies, so that no more than one is in memory. */
import { Inflate } from 'fflate';
import {
  bytesOf,
  damaged,
  readDirectory,
  zipLimits,
  type ZipEntry,
  type ZipLimits,
} from './central-directory.ts';
import { crc32 } from './crc32.ts';
import { signatures } from './layout.ts';

export type { ZipEntry, ZipLimits } from './central-directory.ts';

/** What is inflated at once; a lie about the size is noticed after as much. */
const inflateStep = 1 << 16;
/** Bytes up to which a read more costs more than a copy. */
const readTogether = 1 << 20;

export class ZipReader {
  readonly entries: readonly ZipEntry[];
  readonly #file: Blob;
  readonly #byName: ReadonlyMap<string, ZipEntry>;

  private constructor(file: Blob, entries: readonly ZipEntry[]) {
    this.#file = file;
    this.entries = entries;
    this.#byName = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** @throws FailureError `archive-damaged` | `archive-unsafe` | `archive-too-large` | `archive-encrypted` */
  static async open(file: Blob, limits: ZipLimits = zipLimits): Promise<ZipReader> {
    return new ZipReader(file, await readDirectory(file, limits));
  }

  find(name: string): ZipEntry | undefined {
    return this.#byName.get(name);
  }

  /**
   * One entry, unpacked and compared with its checksum.
   * @throws FailureError `archive-damaged`
   */
  async read(entry: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
    const packed = await this.#packed(entry);
    const bytes = entry.method === 0 ? packed : inflate(packed, entry);
    if (crc32(bytes) !== entry.crc) throw damaged(`checksum of ${entry.name}`);
    return bytes;
  }

  async #packed({ name, offset, size }: ZipEntry): Promise<Uint8Array<ArrayBuffer>> {
    // Of a small one the header and what follows it in one read, where it is as long as it usually is.
    const usual = 30 + new TextEncoder().encode(name).length;
    const ahead = size <= readTogether ? usual + size : 30;
    const bytes = await bytesOf(this.#file, offset, ahead);
    const header = new DataView(bytes.buffer);
    if (header.getUint32(0, true) !== signatures.local) throw damaged(`header of ${name}`);
    const skip = 30 + header.getUint16(26, true) + header.getUint16(28, true);
    if (ahead > 30 && skip === usual) return bytes.slice(usual);
    return bytesOf(this.#file, offset + skip, size);
  }
}

/** Never makes more than the directory said. */
function inflate(packed: Uint8Array, { name, originalSize }: ZipEntry): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(originalSize);
  let length = 0;
  let ended = false;
  const inflater = new Inflate((part, isLast) => {
    if (length + part.length > originalSize) throw damaged(`${name} is larger than it says`);
    bytes.set(part, length);
    length += part.length;
    ended = isLast;
  });
  try {
    for (let at = 0; at === 0 || at < packed.length; at += inflateStep) {
      const isLast = at + inflateStep >= packed.length;
      inflater.push(packed.subarray(at, at + inflateStep), isLast);
    }
  } catch (error) {
    // fflate throws plain errors with a code for data that is no deflate stream.
    if (error instanceof Error && 'code' in error) throw damaged(`${name}: ${error.message}`);
    throw error;
  }
  if (!ended || length !== originalSize) throw damaged(`${name} is ${length} bytes`);
  return bytes;
}
