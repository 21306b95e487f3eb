/** Which rows of a long table are in sight. Pure. */

export interface RowWindow {
  readonly from: number;
  /** Exclusive. */
  readonly to: number;
  /** Pixels of the rows above and below those that are drawn. */
  readonly above: number;
  readonly below: number;
  /** Pixels of all rows as they are laid out. */
  readonly total: number;
}

/** Browsers lay out no element higher than some 17 to 33 million pixels. */
const highest = 10_000_000;
const spareRows = 6;

/**
 * A table too high for the browser is drawn lower than it is: there, scrolling by a pixel passes more
 * than one pixel's worth of rows, and the rows in sight stay in sight.
 */
export function shownRows(place: {
  readonly scrollTop: number;
  readonly height: number;
  readonly rowHeight: number;
  readonly count: number;
}): RowWindow {
  const { scrollTop, height, count } = place;
  const rowHeight = Math.max(1, place.rowHeight);
  const total = Math.min(count * rowHeight, highest);
  const fit = Math.ceil(height / rowHeight);
  const travel = Math.max(1, total - height);
  const share = Math.min(1, Math.max(0, scrollTop / travel));
  const stretched = count * rowHeight > highest;
  const first = stretched
    ? Math.floor(share * Math.max(0, count - fit))
    : Math.floor(Math.max(0, scrollTop) / rowHeight);
  const from = Math.max(0, Math.min(first, count - fit) - spareRows);
  const to = Math.min(count, from + fit + 2 * spareRows);
  const drawn = (to - from) * rowHeight;
  const above = stretched
    ? Math.min(total - drawn, Math.max(0, scrollTop - (Math.max(first, 0) - from) * rowHeight))
    : from * rowHeight;
  return { from, to, above, below: Math.max(0, total - above - drawn), total };
}

/** Where a key scrolls to; undefined for keys that do not. */
export function scrolledTo(
  key: string,
  { scrollTop, height, total }: { scrollTop: number; height: number; total: number },
): number | undefined {
  switch (key) {
    case 'Home':
      return 0;
    case 'End':
      return total;
    case 'PageDown':
      return scrollTop + height;
    case 'PageUp':
      return scrollTop - height;
    default:
      return undefined;
  }
}
