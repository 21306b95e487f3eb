/** The records that a zip is made of, as bytes. Zip64 where a number does not fit. Pure. */
import { extra64, maximumEntries, maximumOffset, signatures } from './layout.ts';

const UTF8_NAMES = 0x0800;
/** Made by a Unix: an ordinary file that everybody may read. */
const UNIX = 3 << 8;
const FILE_ATTRIBUTES = (0o100644 << 16) >>> 0;
/** Versions of the format that a reader must know. */
const PLAIN = 20;
const ZIP64 = 45;

export interface Written {
  readonly name: Uint8Array;
  readonly method: number;
  readonly crc: number;
  /** At most {@link maximumOffset}, as `originalSize`: one entry is never larger. */
  readonly size: number;
  readonly originalSize: number;
  /** Of its local header. */
  readonly offset: number;
  /** As {@link dosTime} has it. */
  readonly time: number;
}

export function localHeader(entry: Written): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(30 + entry.name.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, signatures.local, true);
  view.setUint16(4, PLAIN, true);
  common(view, 6, entry);
  bytes.set(entry.name, 30);
  return bytes;
}

export function centralHeader(entry: Written): Uint8Array<ArrayBuffer> {
  const isFar = entry.offset > maximumOffset;
  const bytes = new Uint8Array(46 + entry.name.length + (isFar ? 12 : 0));
  const view = new DataView(bytes.buffer);
  const version = isFar ? ZIP64 : PLAIN;
  view.setUint32(0, signatures.central, true);
  view.setUint16(4, UNIX | version, true);
  view.setUint16(6, version, true);
  common(view, 8, entry);
  view.setUint32(38, FILE_ATTRIBUTES, true);
  view.setUint32(42, Math.min(entry.offset, 0xffffffff), true);
  bytes.set(entry.name, 46);
  if (isFar) {
    const at = 46 + entry.name.length;
    view.setUint16(30, 12, true);
    view.setUint16(at, extra64, true);
    view.setUint16(at + 2, 8, true);
    setNumber64(view, at + 4, entry.offset);
  }
  return bytes;
}

/** The 22 bytes that both headers share, from the flags on. */
function common(view: DataView, at: number, entry: Written): void {
  view.setUint16(at, UTF8_NAMES, true);
  view.setUint16(at + 2, entry.method, true);
  view.setUint32(at + 4, entry.time, true);
  view.setUint32(at + 8, entry.crc, true);
  view.setUint32(at + 12, entry.size, true);
  view.setUint32(at + 16, entry.originalSize, true);
  view.setUint16(at + 20, entry.name.length, true);
}

/** What ends a zip: the plain record, and before it the larger one and where that is, if they are needed. */
export function endRecords(count: number, size: number, offset: number): Uint8Array<ArrayBuffer> {
  const isLarge = count > maximumEntries || offset + size > maximumOffset;
  const at = isLarge ? 56 + 20 : 0;
  const bytes = new Uint8Array(at + 22);
  const view = new DataView(bytes.buffer);
  if (isLarge) {
    view.setUint32(0, signatures.end64, true);
    setNumber64(view, 4, 56 - 12);
    view.setUint16(12, UNIX | ZIP64, true);
    view.setUint16(14, ZIP64, true);
    setNumber64(view, 24, count);
    setNumber64(view, 32, count);
    setNumber64(view, 40, size);
    setNumber64(view, 48, offset);
    view.setUint32(56, signatures.locator64, true);
    setNumber64(view, 64, offset + size);
    view.setUint32(72, 1, true);
  }
  view.setUint32(at, signatures.end, true);
  view.setUint16(at + 8, Math.min(count, 0xffff), true);
  view.setUint16(at + 10, Math.min(count, 0xffff), true);
  view.setUint32(at + 12, Math.min(size, 0xffffffff), true);
  view.setUint32(at + 16, Math.min(offset, 0xffffffff), true);
  return bytes;
}

/** Time in the low half, date in the high one; years from 1980, steps of two seconds. */
export function dosTime(at: Date): number {
  const time = (at.getHours() << 11) | (at.getMinutes() << 5) | (at.getSeconds() >> 1);
  const year = Math.max(0, Math.min(127, at.getFullYear() - 1980));
  const date = (year << 9) | ((at.getMonth() + 1) << 5) | at.getDate();
  return ((date << 16) | time) >>> 0;
}

function setNumber64(view: DataView, at: number, value: number): void {
  view.setUint32(at, value % 2 ** 32, true);
  view.setUint32(at + 4, Math.floor(value / 2 ** 32), true);
}
