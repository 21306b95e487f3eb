/**
 * One channel of a frame, resized line by line. A source row is resized across once, when the first
 * output line needs it, and kept while later lines do; so the working memory is a few short rows
 * that stay in the processor's nearest cache.
 */
import type { Channel, PlanarImage } from './planes.ts';
import type { Taps } from './taps.ts';

export class ChannelLines {
  readonly #across: Taps;
  readonly #down: Taps;
  readonly #size: number;
  /** The last few resized rows; source row s is in place s modulo their number. */
  readonly #rows: Float64Array[];
  readonly #line: Float64Array;
  #next = 0;

  constructor(across: Taps, down: Taps) {
    this.#across = across;
    this.#down = down;
    this.#size = across.first.length;
    const kept = Math.max(1, ...down.count);
    this.#rows = Array.from({ length: kept }, () => new Float64Array(this.#size));
    this.#line = new Float64Array(this.#size);
  }

  /** A new frame: lines are asked for from the top again. */
  begin(): void {
    this.#next = 0;
  }

  /** Line `y`, which must not lie above the last one asked for; valid until the next call. */
  line(y: number, data: PlanarImage['data'], channel: Channel): Float64Array {
    const { first, count, weights, width } = this.#down;
    const rows = this.#rows;
    const from = first[y]!;
    const end = from + count[y]!;
    for (let s = Math.max(this.#next, from); s < end; s++) {
      resizeRow(data, channel, s, this.#across, rows[s % rows.length]!);
    }
    this.#next = Math.max(this.#next, end);
    const w = y * width;
    scaleRow(rows[from % rows.length]!, weights[w]!, this.#line);
    for (let s = from + 1; s < end; s++) {
      addRow(rows[s % rows.length]!, weights[w + s - from]!, this.#line);
    }
    return this.#line;
  }
}

// The hot loops: functions of their own, so that each sees one kind of array, with the tap counts of
// usual cameras written out (half the time of a loop over taps).
function resizeRow(
  data: PlanarImage['data'],
  channel: Channel,
  y: number,
  taps: Taps,
  row: Float64Array,
): void {
  const { first, count, weights: w, width } = taps;
  const step = channel.step;
  const start = channel.offset + y * channel.stride;
  for (let x = 0, k = 0; x < row.length; x++, k += width) {
    const at = start + first[x]! * step;
    const n = count[x]!;
    let sum = n > 0 ? w[k]! * data[at]! : 0;
    if (n > 1) sum += w[k + 1]! * data[at + step]!;
    if (n > 2) sum += w[k + 2]! * data[at + 2 * step]!;
    if (n > 3) sum += w[k + 3]! * data[at + 3 * step]!;
    for (let t = 4; t < n; t++) sum += w[k + t]! * data[at + t * step]!;
    row[x] = sum;
  }
}

function scaleRow(row: Float64Array, weight: number, line: Float64Array): void {
  for (let x = 0; x < line.length; x++) line[x] = weight * row[x]!;
}

function addRow(row: Float64Array, weight: number, line: Float64Array): void {
  for (let x = 0; x < line.length; x++) line[x]! += weight * row[x]!;
}
