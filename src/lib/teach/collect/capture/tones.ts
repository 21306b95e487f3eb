/**
 * The mean colour of each cell of a coarse grid: what changes from one frame of a recording to the
 * next. The difference hash finds the same picture again whatever the light; it does not see colour
 * or a small thing that moves on an even ground, and this does.
 */

const columns = 12;
const rows = 9;

/** @returns red, green and blue of each cell, row after row, 0..255 */
export function toneCells(
  rgba: Uint8ClampedArray,
  width: number,
  height: number,
): Uint8Array<ArrayBuffer> {
  const sums = new Float64Array(columns * rows * 4);
  for (let y = 0, at = 0; y < height; y++) {
    const row = Math.floor((y * rows) / height);
    for (let x = 0; x < width; x++, at += 4) {
      const cell = (row * columns + Math.floor((x * columns) / width)) * 4;
      sums[cell]! += rgba[at]!;
      sums[cell + 1]! += rgba[at + 1]!;
      sums[cell + 2]! += rgba[at + 2]!;
      sums[cell + 3]! += 1;
    }
  }
  const tones = new Uint8Array(columns * rows * 3);
  for (let cell = 0; cell < columns * rows; cell++) {
    const count = Math.max(1, sums[cell * 4 + 3]!);
    for (let channel = 0; channel < 3; channel++) {
      tones[cell * 3 + channel] = sums[cell * 4 + channel]! / count;
    }
  }
  return tones;
}

/** The largest difference of any cell in any colour, 0..255. */
export function toneDistance(a: Uint8Array, b: Uint8Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
