/** A file as codes without end. */
import { sha256 } from '#lib/cache/sha256.ts';
import { densities, type Density } from './code.ts';
import { FountainEncoder } from './fountain.ts';
import { packPacket } from './packet.ts';
import { bytesOf } from './receiver.ts';

export interface Codes {
  /** Codes that must be seen at least. */
  readonly pieces: number;
  /** What code number `sequence` holds. */
  code(sequence: number): Uint8Array<ArrayBuffer>;
}

export async function codesOf(file: Uint8Array<ArrayBuffer>, density: Density): Promise<Codes> {
  const hash = bytesOf(await sha256(file.slice().buffer));
  const encoder = new FountainEncoder(file, densities[density]);
  return {
    pieces: encoder.pieces,
    code: (sequence) =>
      packPacket({
        hash,
        totalBytes: file.length,
        sequence,
        bytes: encoder.packet(sequence),
      }),
  };
}
