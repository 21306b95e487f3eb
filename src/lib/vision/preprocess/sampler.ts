/**
 * Crop, mirror, antialiased resize, YUV to RGB and normalisation in one go, from the camera's own
 * bytes to a network's floats, on the CPU. Colour conversion is linear, so each channel is resized
 * where it is (chroma at its own, smaller size) and only the few output pixels are converted.
 */
import { ChannelLines } from './channel-lines.ts';
import { sourceRect } from './geometry.ts';
import type { InputSpec } from './input-spec.ts';
import type { PlanarImage } from './planes.ts';
import { foldTaps, makeTaps, type Taps } from './taps.ts';

interface Plan {
  /** What the plan was made for. */
  readonly geometry: string;
  readonly lines: readonly ChannelLines[];
  /** Output positions that lie on the frame. */
  readonly columns: Range;
  readonly rows: Range;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Samples for one input; keeps its taps and working memory from frame to frame. */
export class Sampler {
  readonly #spec: InputSpec;
  #plan: Plan | undefined;

  constructor(spec: InputSpec) {
    this.#spec = spec;
  }

  /** @param out [size, size, 3] values, row by row */
  sample(image: PlanarImage, out: Float32Array): void {
    const { size, scale, offset } = this.#spec;
    const { data, channels, colour } = image;
    const { lines, columns, rows } = this.#planFor(image);
    const [a, b, c] = lines as [ChannelLines, ChannelLines, ChannelLines];
    // Black, where the square reaches outside of the frame.
    if (columns.from + rows.from > 0) out.fill(offset);
    // Normalisation is part of the colour map; what remains to do for each pixel is small.
    const map = colour.map((m, i) => m * scale + (i % 4 === 3 ? offset : 0)) as Matrix;
    const ends = [offset, 255 * scale + offset] as const;
    const limits = { low: Math.min(...ends), high: Math.max(...ends) };
    for (const channel of lines) channel.begin();
    for (let y = rows.from; y < rows.to; y++) {
      const red = a.line(y, data, channels[0]);
      const green = b.line(y, data, channels[1]);
      const blue = c.line(y, data, channels[2]);
      combine(red, green, blue, map, limits, columns, out, y * size * 3);
    }
  }

  #planFor({ width, height, channels }: PlanarImage): Plan {
    const geometry = [width, height, ...channels.map((c) => `${c.across}/${c.down}`)].join(' ');
    if (this.#plan?.geometry === geometry) return this.#plan;
    const { size, mirror } = this.#spec;
    const rect = sourceRect(this.#spec, width, height);
    const across = makeTaps(width, rect.x, rect.width, size, mirror);
    const down = makeTaps(height, rect.y, rect.height, size);
    this.#plan = {
      geometry,
      lines: channels.map(
        (c) => new ChannelLines(foldTaps(across, c.across), foldTaps(down, c.down)),
      ),
      columns: insideOf(across),
      rows: insideOf(down),
    };
    return this.#plan;
  }
}

function insideOf({ first }: Taps): Range {
  let from = 0;
  while (from < first.length && first[from]! < 0) from++;
  let to = first.length;
  while (to > from && first[to - 1]! < 0) to--;
  return { from, to };
}

type Matrix = [
  ...[number, number, number, number],
  ...[number, number, number, number],
  ...[number, number, number, number],
];

/** One line of three channels into RGB, normalised, from `start` in `out`. */
function combine(
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11]: Matrix,
  { low, high }: { low: number; high: number },
  { from, to }: Range,
  out: Float32Array,
  start: number,
): void {
  for (let x = from, o = start + from * 3; x < to; x++, o += 3) {
    const p = a[x]!;
    const q = b[x]!;
    const r = c[x]!;
    const red = m0 * p + m1 * q + m2 * r + m3;
    const green = m4 * p + m5 * q + m6 * r + m7;
    const blue = m8 * p + m9 * q + m10 * r + m11;
    out[o] = red < low ? low : red > high ? high : red;
    out[o + 1] = green < low ? low : green > high ? high : green;
    out[o + 2] = blue < low ? low : blue > high ? high : blue;
  }
}
