/** A small grey picture, row after row, 0..255. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8ClampedArray;
}

/** Rec. 601 luma of RGBA pixels, `width * height * 4` bytes. */
export function greyOf(rgba: Uint8ClampedArray, width: number, height: number): GreyPicture {
  const values = new Uint8ClampedArray(width * height);
  for (let i = 0, at = 0; i < values.length; i++, at += 4) {
    values[i] = 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
  }
  return { width, height, values };
}

/** Mean of each cell of a `columns` × `rows` grid laid over the picture. */
export function cellMeans(
  { width, height, values }: GreyPicture,
  columns: number,
  rows: number,
): Float64Array {
  const means = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const [top, bottom] = span(row, rows, height);
    for (let column = 0; column < columns; column++) {
      const [left, right] = span(column, columns, width);
      let sum = 0;
      for (let y = top; y < bottom; y++) {
        for (let x = left; x < right; x++) sum += values[y * width + x]!;
      }
      means[row * columns + column] = sum / ((bottom - top) * (right - left));
    }
  }
  return means;
}

/** Pixels of one cell; at least one, also where the picture has fewer pixels than the grid cells. */
function span(cell: number, cells: number, pixels: number): [from: number, to: number] {
  const from = Math.min(pixels - 1, Math.floor((cell * pixels) / cells));
  return [from, Math.max(from + 1, Math.floor(((cell + 1) * pixels) / cells))];
}
