/** The list at the end of a zip: what is in it and where. Trusts no number. */
import { FailureError } from '#lib/failure/failure.ts';
import { safeName } from './entry-name.ts';
import { signatures } from './layout.ts';

export interface ZipEntry {
  /** Safe, `/` between the parts; a folder ends in one. */
  readonly name: string;
  readonly method: 0 | 8;
  readonly crc: number;
  /** Bytes in the file. */
  readonly size: number;
  readonly originalSize: number;
  /** Of its local header. */
  readonly offset: number;
}

/** What a zip may hold at most. */
export interface ZipLimits {
  readonly entries: number;
  /** Unpacked, all together. */
  readonly bytes: number;
  /** Unpacked over packed, all together, once it is more than `ratioFrom` bytes. */
  readonly ratio: number;
  readonly ratioFrom: number;
}

export const zipLimits: ZipLimits = {
  entries: 200_000,
  bytes: 16 * 2 ** 30,
  ratio: 100,
  ratioFrom: 32 * 2 ** 20,
};

/** An end record and the longest comment after it. */
const endLength = 22 + 0xffff;

interface Span {
  readonly count: number;
  readonly offset: number;
  readonly size: number;
}

export const damaged = (detail: string) => new FailureError('archive-damaged', detail);

/** @throws FailureError `archive-damaged` | `archive-unsafe` | `archive-too-large` | `archive-encrypted` */
export async function readDirectory(file: Blob, limits: ZipLimits): Promise<ZipEntry[]> {
  const span = await findDirectory(file);
  if (span.count > limits.entries) throw new FailureError('archive-too-large', `${span.count}`);
  // Each record takes at least 46 bytes, so a larger count is a lie.
  if (span.offset + span.size > file.size || span.count * 46 > span.size)
    throw damaged('directory');
  const bytes = await bytesOf(file, span.offset, span.size);
  const view = new DataView(bytes.buffer);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < span.count; i++) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== signatures.central) {
      throw damaged(`directory entry ${i}`);
    }
    const lengths = [28, 30, 32].map((field) => view.getUint16(at + field, true));
    const [name = 0, extra = 0, comment = 0] = lengths;
    const next = at + 46 + name + extra + comment;
    if (next > bytes.length) throw damaged(`directory entry ${i}`);
    entries.push(readEntry(view, bytes, at, name, extra));
    at = next;
  }
  check(entries, span.offset, limits);
  return entries;
}

async function findDirectory(file: Blob): Promise<Span> {
  const start = Math.max(0, file.size - endLength);
  const bytes = await bytesOf(file, start, file.size - start);
  const view = new DataView(bytes.buffer);
  for (let at = bytes.length - 22; at >= 0; at--) {
    if (view.getUint32(at, true) !== signatures.end) continue;
    const commentLength = view.getUint16(at + 20, true);
    if (at + 22 + commentLength !== bytes.length) continue;
    if (view.getUint16(at + 4, true) !== 0) throw damaged('several disks');
    const span = {
      count: view.getUint16(at + 10, true),
      size: view.getUint32(at + 12, true),
      offset: view.getUint32(at + 16, true),
    };
    const isLarge = span.count === 0xffff || span.size === 0xffffffff || span.offset === 0xffffffff;
    return isLarge ? findDirectory64(file, start + at) : span;
  }
  throw damaged('no end record');
}

/** Zip64: a locator before the end record, and a larger end record where it says. */
async function findDirectory64(file: Blob, end: number): Promise<Span> {
  if (end < 20) throw damaged('zip64 locator');
  const locator = viewOf(await bytesOf(file, end - 20, 20));
  if (locator.getUint32(0, true) !== signatures.locator64) throw damaged('zip64 locator');
  const at = readNumber64(locator, 8);
  if (at + 56 > file.size) throw damaged('zip64 end record');
  const record = viewOf(await bytesOf(file, at, 56));
  if (record.getUint32(0, true) !== signatures.end64) throw damaged('zip64 end record');
  return {
    count: readNumber64(record, 32),
    size: readNumber64(record, 40),
    offset: readNumber64(record, 48),
  };
}

function readEntry(
  view: DataView,
  bytes: Uint8Array,
  at: number,
  nameLength: number,
  extraLength: number,
): ZipEntry {
  const flags = view.getUint16(at + 8, true);
  const rawName = bytes.subarray(at + 46, at + 46 + nameLength);
  const name = safeName(decodeName(rawName, (flags & 0x0800) !== 0));
  // Bit 0: encrypted; bit 13: even its directory is.
  if (flags & 0x2001) throw new FailureError('archive-encrypted', name);
  const method = view.getUint16(at + 10, true);
  if (method === 99) throw new FailureError('archive-encrypted', name);
  if (method !== 0 && method !== 8) throw damaged(`method ${method} of ${name}`);
  // Made by a Unix: the type of the file is in the high bits.
  const type = (view.getUint32(at + 38, true) >>> 16) & 0xf000;
  if (type !== 0 && type !== 0x8000 && type !== 0x4000) {
    throw new FailureError('archive-unsafe', `${name} is a link or a device`);
  }
  const sizes = {
    originalSize: view.getUint32(at + 24, true),
    size: view.getUint32(at + 20, true),
    offset: view.getUint32(at + 42, true),
  };
  const large = largeSizes(view, at + 46 + nameLength, extraLength, sizes);
  return { name, method, crc: view.getUint32(at + 16, true), ...large };
}

/** Zip64 keeps those of the three numbers that do not fit, in this order, in an extra field. */
function largeSizes<T extends Record<'originalSize' | 'size' | 'offset', number>>(
  view: DataView,
  start: number,
  length: number,
  sizes: T,
): T {
  const missing = (['originalSize', 'size', 'offset'] as const).filter(
    (key) => sizes[key] === 0xffffffff,
  );
  if (missing.length === 0) return sizes;
  for (let at = start; at + 4 <= start + length;) {
    const size = view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === 1 && size >= 8 * missing.length) {
      if (at + 4 + size > start + length) break;
      const found = missing.map((key, i) => [key, readNumber64(view, at + 4 + 8 * i)] as const);
      return { ...sizes, ...Object.fromEntries(found) };
    }
    at += 4 + size;
  }
  throw damaged('zip64 sizes');
}

function check(entries: readonly ZipEntry[], directory: number, limits: ZipLimits): void {
  const names = new Set<string>();
  let packed = 0;
  let unpacked = 0;
  for (const { name, size, originalSize, method } of entries) {
    if (names.has(name)) throw new FailureError('archive-unsafe', `${name} is there twice`);
    names.add(name);
    if (method === 0 && size !== originalSize) throw damaged(`sizes of ${name}`);
    packed += size;
    unpacked += originalSize;
  }
  const isBomb = unpacked > limits.ratioFrom && unpacked > packed * limits.ratio;
  if (unpacked > limits.bytes || isBomb) {
    throw new FailureError('archive-too-large', `${unpacked} bytes unpacked`);
  }
  // Entries that share bytes are the other way to make much of little.
  let end = 0;
  for (const { offset, size, name } of entries.toSorted((a, b) => a.offset - b.offset)) {
    if (offset < end) throw new FailureError('archive-unsafe', `${name} overlaps another`);
    end = offset + 30 + size;
    if (end > directory) throw damaged(`place of ${name}`);
  }
}

function decodeName(bytes: Uint8Array, isUtf8: boolean): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (isUtf8) throw damaged(`name: ${String(error)}`);
    // An old Windows; its letters beyond ASCII come out wrong, but every name stays a name.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function readNumber64(view: DataView, at: number): number {
  const value = view.getUint32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  if (!Number.isSafeInteger(value)) throw damaged('a number beyond all files');
  return value;
}

const viewOf = (bytes: Uint8Array<ArrayBuffer>) => new DataView(bytes.buffer);

/** @throws FailureError `archive-damaged` when the file went away or is shorter than that. */
export async function bytesOf(
  file: Blob,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  let buffer: ArrayBuffer;
  try {
    buffer = await file.slice(start, start + length).arrayBuffer();
  } catch (error) {
    if (error instanceof DOMException) throw damaged(error.message);
    throw error;
  }
  if (buffer.byteLength !== length) throw damaged(`${buffer.byteLength} of ${length} bytes`);
  return new Uint8Array(buffer);
}
