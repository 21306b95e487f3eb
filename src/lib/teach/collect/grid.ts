/** Where the tiles of a sample grid or list lie and which of them are worth drawing. Pure. */

export interface GridShape {
  readonly columns: number;
  readonly rows: number;
  /** Side of a square tile or height of a row, in pixels. */
  readonly tile: number;
  readonly gap: number;
  /** Of all rows. */
  readonly height: number;
}

/** As many tiles of at least `smallest` pixels as fit side by side, stretched to fill the width. */
export function shapeGrid(count: number, width: number, smallest: number, gap: number): GridShape {
  const columns = Math.max(1, Math.floor((width + gap) / (smallest + gap)));
  const rows = Math.ceil(count / columns);
  const tile = Math.max(0, (width - gap * (columns - 1)) / columns);
  return { columns, rows, tile, gap, height: rows === 0 ? 0 : rows * (tile + gap) - gap };
}

/** Rows of one height, one under the other; a tile is a row. */
export function shapeList(count: number, rowHeight: number, gap: number): GridShape {
  const height = count === 0 ? 0 : count * (rowHeight + gap) - gap;
  return { columns: 1, rows: count, tile: rowHeight, gap, height };
}

export interface TileRange {
  readonly from: number;
  /** One past the last. */
  readonly to: number;
}

/** Tiles in sight of a viewport, with `beyond` rows before and after. */
export function tilesInView(
  { columns, tile, gap }: GridShape,
  count: number,
  view: { readonly top: number; readonly height: number },
  beyond: number,
): TileRange {
  const step = tile + gap;
  if (step <= 0) return { from: 0, to: 0 };
  const firstRow = Math.max(0, Math.floor(view.top / step) - beyond);
  const lastRow = Math.ceil((view.top + view.height) / step) + beyond;
  return {
    from: Math.min(count, firstRow * columns),
    to: Math.max(0, Math.min(count, lastRow * columns)),
  };
}

export function tilePlace(
  { columns, tile, gap }: GridShape,
  index: number,
): { x: number; y: number } {
  const step = tile + gap;
  return { x: (index % columns) * step, y: Math.floor(index / columns) * step };
}

/** Where an arrow or page key leads from a tile; undefined for other keys. */
export function nextTile(
  key: string,
  index: number,
  count: number,
  { columns }: Pick<GridShape, 'columns'>,
  rowsInView: number,
): number | undefined {
  const last = count - 1;
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -columns * rowsInView,
    PageDown: columns * rowsInView,
  };
  if (key === 'Home') return 0;
  if (key === 'End') return last;
  const step = steps[key];
  if (step === undefined) return undefined;
  const next = index + step;
  // Up from the first row and down from the last stay, unless a last shorter row lies below.
  if (next < 0) return key === 'PageUp' ? index % columns : key === 'ArrowLeft' ? 0 : index;
  if (next > last) return Math.floor(index / columns) < Math.floor(last / columns) ? last : index;
  return next;
}

/** How far to scroll so that a tile is wholly in view; the present place where it already is. */
export function scrollToTile(
  shape: GridShape,
  index: number,
  view: { readonly top: number; readonly height: number },
): number {
  const { y } = tilePlace(shape, index);
  if (y < view.top) return y;
  if (y + shape.tile > view.top + view.height) return y + shape.tile - view.height;
  return view.top;
}
