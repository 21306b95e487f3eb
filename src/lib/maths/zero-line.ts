/** Where a field changes its sign, as short pieces of line (Lorensen and Cline's marching squares, 1987). Pure. */

/**
 * @param values at the nodes of a grid, row by row, `columns` × `rows`; what is no number has no line beside it
 * @returns four numbers a piece: column and row of its beginning, column and row of its end
 */
export function zeroPieces(values: ArrayLike<number>, columns: number, rows: number): number[] {
  const pieces: number[] = [];
  /** How far from `a` to `b` the zero lies; undefined: not between them. */
  const crossing = (a: number, b: number) => (a < 0 === b < 0 ? undefined : a / (a - b));
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = 0; column + 1 < columns; column++) {
      const at = row * columns + column;
      const a = values[at]!;
      const b = values[at + 1]!;
      const c = values[at + columns + 1]!;
      const d = values[at + columns]!;
      if (!Number.isFinite(a + b + c + d)) continue;
      const top = crossing(a, b);
      const right = crossing(b, c);
      const bottom = crossing(d, c);
      const left = crossing(a, d);
      const found: number[] = [];
      if (top !== undefined) found.push(column + top, row);
      if (right !== undefined) found.push(column + 1, row + right);
      if (bottom !== undefined) found.push(column + bottom, row + 1);
      if (left !== undefined) found.push(column, row + left);
      // With four crossings the middle says which two belong together.
      if (found.length === 8 && a < 0 === a + b + c + d < 0) {
        pieces.push(...found.slice(0, 4), ...found.slice(4));
      } else if (found.length === 8) {
        pieces.push(found[0]!, found[1]!, found[6]!, found[7]!, ...found.slice(2, 6));
      } else pieces.push(...found);
    }
  }
  return pieces;
}
