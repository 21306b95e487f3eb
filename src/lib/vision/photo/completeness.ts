/**
 * Whether a file has its end. Decoders make up what is missing (a grey half) without a word, and a
 * half picture classified in earnest is a wrong answer.
 */
import type { PhotoFormat } from './sniff.ts';

/** @returns false only where the end is certainly missing */
export function isComplete(format: PhotoFormat, bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return checks[format]?.(view, bytes) ?? true;
  } catch (error) {
    // A header or a length that points past the end.
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const checks: Partial<Record<PhotoFormat, (view: DataView, bytes: Uint8Array) => boolean>> = {
  jpeg: hasEndOfImage,
  png: hasEndChunk,
  webp: (view) => view.getUint32(4, true) + 8 <= view.byteLength,
  bmp: (view) => pixelBytesOfBmp(view) <= view.byteLength,
};

/** Walks segments and scans to the end-of-image marker; phones append more after it. */
function hasEndOfImage(view: DataView, bytes: Uint8Array): boolean {
  let at = 2;
  for (;;) {
    at = bytes.indexOf(0xff, at);
    if (at < 0 || at + 1 >= bytes.length) return false;
    const marker = bytes[at + 1]!;
    if (marker === 0xd9) return true;
    const standsAlone = marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    if (marker === 0xff) at += 1;
    else if (standsAlone) at += 2;
    else at += 2 + view.getUint16(at + 2);
  }
}

function hasEndChunk(view: DataView): boolean {
  for (let at = 8; ; at += 12 + view.getUint32(at)) {
    if (view.getUint32(at + 4) === 0x49454e44) return true;
  }
}

/** Where the rows end, for the uncompressed kinds; the file size in the header is often wrong. */
function pixelBytesOfBmp(view: DataView): number {
  const compressed = view.getUint32(30, true) !== 0;
  if (compressed) return 0;
  const bits = view.getInt32(18, true) * view.getUint16(28, true);
  const stride = Math.ceil(bits / 32) * 4;
  return view.getUint32(10, true) + stride * Math.abs(view.getInt32(22, true));
}
