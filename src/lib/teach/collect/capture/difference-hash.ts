/**
 * 64-bit difference hash (N. Krawetz, "Kind of Like That", 2013): whether each cell of a 9 × 8 grid
 * is brighter than its right neighbour. Blind to colour and to small things, steady against light,
 * scaling and compression: close hashes mean "nearly the same picture".
 */
import { cellMeans, type GreyPicture } from './grey.ts';

const columns = 9;
const rows = 8;
/** Differences below this are noise of the sensor: an even wall hashes alike every time. */
const noise = 1;

/** @returns 16 hexadecimal digits */
export function differenceHash(picture: GreyPicture): string {
  const means = cellMeans(picture, columns, rows);
  let hash = '';
  for (let row = 0; row < rows; row++) {
    let byte = 0;
    for (let column = 0; column < columns - 1; column++) {
      const at = row * columns + column;
      byte = (byte << 1) | (means[at]! - means[at + 1]! > noise ? 1 : 0);
    }
    hash += byte.toString(16).padStart(2, '0');
  }
  return hash;
}

/** How many of the 64 bits differ. */
export function hashDistance(a: string, b: string): number {
  let distance = 0;
  for (let at = 0; at < 16; at += 8) {
    distance += countOnes(parseInt(a.slice(at, at + 8), 16) ^ parseInt(b.slice(at, at + 8), 16));
  }
  return distance;
}

function countOnes(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
