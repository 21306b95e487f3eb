/** The cells of a confusion matrix, and moving between them. Pure. */

export interface Cell {
  readonly row: number;
  readonly column: number;
}

export const sameCell = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a?.row === b?.row && a?.column === b?.column;

/** 0..1 of each row that lies in each of its cells; a row without counts is all 0. */
export function rowShares(counts: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total > 0 ? count / total : 0));
  });
}

/** Where an arrow key, Home or End leads; undefined for every other key. */
export function moveInMatrix(from: Cell, key: string, size: number): Cell | undefined {
  const within = (place: number) => Math.min(size - 1, Math.max(0, place));
  switch (key) {
    case 'ArrowUp':
      return { ...from, row: within(from.row - 1) };
    case 'ArrowDown':
      return { ...from, row: within(from.row + 1) };
    case 'ArrowLeft':
      return { ...from, column: within(from.column - 1) };
    case 'ArrowRight':
      return { ...from, column: within(from.column + 1) };
    case 'Home':
      return { ...from, column: 0 };
    case 'End':
      return { ...from, column: within(size - 1) };
    default:
      return undefined;
  }
}

/** The mistakes of a matrix, the most frequent first. */
export function confusions(
  counts: readonly (readonly number[])[],
): readonly (Cell & { readonly count: number })[] {
  return counts
    .flatMap((cells, row) => cells.map((count, column) => ({ row, column, count })))
    .filter(({ row, column, count }) => row !== column && count > 0)
    .sort((a, b) => b.count - a.count || a.row - b.row || a.column - b.column);
}
