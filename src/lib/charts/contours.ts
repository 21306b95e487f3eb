/** Level lines of a surface over a plane: where it is low, where it is steep. Pure. */
import { contours } from 'd3-contour';

/** Heights at the middles of a grid's cells, row by row from the top left. */
export interface Surface {
  readonly columns: number;
  readonly rows: number;
  readonly values: Float64Array;
}

type Limits = readonly [number, number];

export function sampleSurface(
  height: (x: number, y: number) => number,
  [x0, x1]: Limits,
  [y0, y1]: Limits,
  columns = 64,
  rows = columns,
): Surface {
  const values = new Float64Array(columns * rows);
  for (let row = 0; row < rows; row++) {
    const y = y1 - ((row + 0.5) / rows) * (y1 - y0);
    for (let column = 0; column < columns; column++) {
      const x = x0 + ((column + 0.5) / columns) * (x1 - x0);
      values[row * columns + column] = height(x, y);
    }
  }
  return { columns, rows, values };
}

/**
 * Heights at which to draw a line, ascending, from just above the least to just below the greatest.
 * @param bend 1: as far apart in height; 2: as far apart on the sides of a bowl; more: closer still
 *   to the least, for surfaces that grow faster.
 */
export function levelsOf({ values }: Surface, count: number, bend = 2): readonly number[] {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (!(most > least)) return [];
  return Array.from(
    { length: count },
    (_, i) => least + (most - least) * ((i + 0.5) / count) ** bend,
  );
}

/** For each level an SVG path around all that is higher, in cells of the grid from its top left. */
export function bandsOf(surface: Surface, levels: readonly number[]): readonly string[] {
  const { columns, rows, values } = surface;
  const trace = contours().size([columns, rows]).thresholds([]);
  const heights = Array.from(values);
  return levels.map((level) =>
    trace
      .contour(heights, level)
      .coordinates.flatMap((polygon) =>
        polygon.map((ring) => `M${ring.map(([x, y]) => `${round(x!)},${round(y!)}`).join('L')}Z`),
      )
      .join(''),
  );
}

const round = (value: number) => Math.round(value * 100) / 100;
