/** Puts a file together from the codes that a camera happened to see. */
import { sha256 } from '#lib/cache/sha256.ts';
import { FountainDecoder } from './fountain.ts';
import { readPacket, type Packet } from './packet.ts';

export interface Received {
  /** 0..1 of the file. */
  readonly progress: number;
  /** The whole file, its hash right. */
  readonly file?: ArrayBuffer;
  /** Everything came and the hash was wrong: it begins again. */
  readonly corrupt?: true;
}

export class Receiver {
  #decoder: FountainDecoder | undefined;
  #first: Packet | undefined;

  /**
   * @param code what a QR code held; other people's are passed over, another file's begin anew.
   * @returns undefined where the code told nothing.
   */
  async take(code: Uint8Array<ArrayBuffer>): Promise<Received | undefined> {
    const packet = readPacket(code);
    if (!packet) return undefined;
    const decoder = this.#decoderFor(packet);
    if (!decoder.add(packet.sequence, packet.bytes)) return undefined;
    if (!decoder.done) return { progress: decoder.rank / decoder.pieces };
    this.#decoder = undefined;
    this.#first = undefined;
    const file = decoder.bytes(packet.totalBytes).buffer;
    const right = (await sha256(file)) === hexOf(packet.hash);
    return right ? { progress: 1, file } : { progress: 0, corrupt: true };
  }

  #decoderFor(packet: Packet): FountainDecoder {
    if (this.#decoder && this.#first && isSameFile(packet, this.#first)) return this.#decoder;
    this.#first = packet;
    this.#decoder = new FountainDecoder(Math.ceil(packet.totalBytes / packet.bytes.length));
    return this.#decoder;
  }
}

const isSameFile = (a: Packet, b: Packet) =>
  a.totalBytes === b.totalBytes &&
  a.bytes.length === b.bytes.length &&
  hexOf(a.hash) === hexOf(b.hash);

export const hexOf = (bytes: Uint8Array) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const bytesOf = (hex: string) =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
