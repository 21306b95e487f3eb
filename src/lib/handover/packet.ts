/** What one code holds: which file it is of, and one packet of it. Pure; what comes in is a stranger's. */

/** Bytes of a file that a sequence of codes may carry; more would take minutes. */
export const mostBytes = 256 * 1024;
/** Solving for more takes a phone too long; ours have at most seven hundred. */
const mostPieces = 2_000;

export interface Packet {
  /** SHA-256 of the whole file, 32 bytes. */
  readonly hash: Uint8Array;
  readonly totalBytes: number;
  readonly sequence: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** "AP" and the version of this layout: numbers are big endian. */
const magic = [0x41, 0x50, 0x01] as const;
const hashAt = magic.length;
const totalAt = hashAt + 32;
const sequenceAt = totalAt + 4;
export const headerBytes = sequenceAt + 4;

export function packPacket({ hash, totalBytes, sequence, bytes }: Packet): Uint8Array<ArrayBuffer> {
  const code = new Uint8Array(headerBytes + bytes.length);
  code.set(magic);
  code.set(hash, hashAt);
  const view = new DataView(code.buffer);
  view.setUint32(totalAt, totalBytes);
  view.setUint32(sequenceAt, sequence);
  code.set(bytes, headerBytes);
  return code;
}

/** Undefined for any other code: a poster's, a ticket's. */
export function readPacket(code: Uint8Array<ArrayBuffer>): Packet | undefined {
  if (code.length <= headerBytes || magic.some((byte, i) => code[i] !== byte)) return undefined;
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const totalBytes = view.getUint32(totalAt);
  const pieces = Math.ceil(totalBytes / (code.length - headerBytes));
  if (totalBytes === 0 || totalBytes > mostBytes || pieces > mostPieces) return undefined;
  return {
    hash: code.slice(hashAt, totalAt),
    totalBytes,
    sequence: view.getUint32(sequenceAt),
    bytes: code.slice(headerBytes),
  };
}
