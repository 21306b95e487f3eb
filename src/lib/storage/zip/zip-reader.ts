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
import { Blocks } from './blocks.ts';
import { crc32 } from './crc32.ts';
import { signatures } from './layout.ts';

export type { ZipEntry, ZipLimits } from './central-directory.ts';

/** What is inflated at once; a lie about the size is noticed after as much. */
const inflateStep = 1 << 16;
/** Entries up to this size are read with what lies around them: so many reads as entries would cost more. */
const readTogether = 1 << 20;

export class ZipReader {
  readonly entries: readonly ZipEntry[];
  readonly #file: Blob;
  readonly #blocks: Blocks;
  readonly #byName: ReadonlyMap<string, ZipEntry>;

  private constructor(file: Blob, entries: readonly ZipEntry[]) {
    this.#file = file;
    this.#blocks = new Blocks(file);
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
    return (await this.#read(entry)).bytes;
  }

  /**
   * The same, with a blob of it: of what is stored a part of the file itself, so that nothing of it stays in memory.
   * @throws FailureError `archive-damaged`
   */
  async readBlob(
    entry: ZipEntry,
    type: string,
  ): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly blob: Blob }> {
    const { bytes, at } = await this.#read(entry);
    const isStored = entry.method === 0;
    const blob = isStored
      ? this.#file.slice(at, at + entry.size, type)
      : new Blob([bytes], { type });
    return { bytes, blob };
  }

  async #read(entry: ZipEntry): Promise<{ readonly bytes: Uint8Array<ArrayBuffer>; at: number }> {
    const { packed, at } = await this.#packed(entry);
    const bytes = entry.method === 0 ? packed : inflate(packed, entry);
    if (crc32(bytes) !== entry.crc) throw damaged(`checksum of ${entry.name}`);
    return { bytes, at };
  }

  /** @returns the bytes as they lie in the file, and where */
  async #packed({ name, offset, size }: ZipEntry) {
    const bytes = await this.#blocks.read(offset, 30);
    const header = new DataView(bytes.buffer);
    if (header.getUint32(0, true) !== signatures.local) throw damaged(`header of ${name}`);
    const at = offset + 30 + header.getUint16(26, true) + header.getUint16(28, true);
    const read = size <= readTogether ? this.#blocks.read(at, size) : bytesOf(this.#file, at, size);
    return { packed: await read, at };
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
