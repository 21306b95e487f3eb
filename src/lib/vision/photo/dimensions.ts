/**
 * Width and height from a file's header, without decoding, so that a picture too large for this
 * device is refused before it costs memory. As stored: a turned JPEG is not turned here.
 */
import type { PhotoFormat } from './sniff.ts';

export interface Dimensions {
  readonly width: number;
  readonly height: number;
}

/**
 * @param bytes the beginning of the file; JPEGs may carry 64 KB blocks before their size
 * @returns undefined where the header is cut off or of a kind not read here
 */
export function readDimensions(format: PhotoFormat, bytes: Uint8Array): Dimensions | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readers[format]?.(view);
  } catch (error) {
    // Reading past the end of a header that is cut off.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const readers: Partial<Record<PhotoFormat, (view: DataView) => Dimensions | undefined>> = {
  jpeg: readJpeg,
  png: (view) => ({ width: view.getUint32(16), height: view.getUint32(20) }),
  gif: (view) => ({ width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  bmp: (view) => ({
    width: Math.abs(view.getInt32(18, true)),
    // Negative when the rows run from top to bottom.
    height: Math.abs(view.getInt32(22, true)),
  }),
  webp: readWebp,
  avif: readImageSpatialExtents,
  heic: readImageSpatialExtents,
};

function readJpeg(view: DataView): Dimensions | undefined {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Start of frame, any kind; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    }
    if (marker === 0xff) at += 1;
    else at += 2 + view.getUint16(at + 2);
  }
}

function readWebp(view: DataView): Dimensions | undefined {
  const three = (at: number) => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
  switch (view.getUint8(15)) {
    case 0x58: // "VP8X"
      return { width: three(24) + 1, height: three(27) + 1 };
    case 0x4c: {
      // "VP8L": 14 bits each, packed
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 0x20: // "VP8 "
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      };
    default:
      return undefined;
  }
}

/** The largest "ispe" property: thumbnails, tiles and the whole picture have one each. */
function readImageSpatialExtents(view: DataView): Dimensions | undefined {
  let largest: Dimensions | undefined;
  // Properties come before the pixels.
  const end = Math.min(view.byteLength, 0x10000);
  for (let at = 4; at + 16 <= end; at++) {
    if (view.getUint32(at) !== 0x69737065) continue;
    const found = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (!largest || found.width * found.height > largest.width * largest.height) largest = found;
  }
  return largest;
}
