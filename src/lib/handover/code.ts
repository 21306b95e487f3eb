/** A QR code as squares, of bytes. */
import encodeQR from 'qr';
import { fromText, toText } from './code-text.ts';

/** Bytes of the file in one code: more is quicker, fewer are read by a poor camera from farther away. */
export const densities = {
  /** 53 squares a side. */
  coarse: 150,
  /** 73 squares a side. */
  fine: 410,
} as const;

export type Density = keyof typeof densities;

/** @returns rows of squares, true where dark, with the quiet zone that readers need around them. */
export function drawCode(bytes: Uint8Array): boolean[][] {
  return encodeQR(toText(bytes), 'raw', {
    ecc: 'low',
    encoding: 'byte',
    border: 4,
    textEncoder: fromText,
  });
}
