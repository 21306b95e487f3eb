/** Rows of float32 by a list of places: to packed rows and back; also a look into an embedding table. */

/** Row n of `to` = row index[n] of `from`, `width` bytes of it, zeros up to `toRow`. */
export function gather(
  rows: i32,
  index: usize,
  from: usize,
  fromRow: usize,
  width: usize,
  to: usize,
  toRow: usize,
): void {
  for (let n: i32 = 0; n < rows; n++) {
    copyRow(from + (load<i32>(index) as usize) * fromRow, to, width);
    for (let at = width; at < toRow; at += 4) store<f32>(to + at, 0);
    index += 4;
    to += toRow;
  }
}

/** Row index[n] of `to` = row n of `from`, `width` bytes of it. */
export function scatter(
  rows: i32,
  index: usize,
  from: usize,
  fromRow: usize,
  width: usize,
  to: usize,
  toRow: usize,
): void {
  for (let n: i32 = 0; n < rows; n++) {
    copyRow(from, to + (load<i32>(index) as usize) * toRow, width);
    index += 4;
    from += fromRow;
  }
}

function copyRow(from: usize, to: usize, width: usize): void {
  let at: usize = 0;
  for (; at + 16 <= width; at += 16) v128.store(to + at, v128.load(from + at));
  for (; at < width; at += 4) store<f32>(to + at, load<f32>(from + at));
}
