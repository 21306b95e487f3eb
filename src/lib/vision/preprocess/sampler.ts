/**
 * Crop, mirror, antialiased resize, YUV to RGB and normalisation in one go, from the camera's own
 * bytes to a network's floats, on the CPU. Colour conversion is linear, so each channel is resized
 * where it is (chroma at its own, smaller size) and only the few output pixels are converted.
 */
import { sourceRect } from './geometry.ts';
import type { InputSpec } from './input-spec.ts';
import type { Channel, PlanarImage } from './planes.ts';
import { foldTaps, makeTaps, type Taps } from './taps.ts';

/** Samples for one input; keeps its taps and working memory from frame to frame. */
export class Sampler {
  readonly #spec: InputSpec;
  readonly #channels: readonly [Float32Array, Float32Array, Float32Array];
  #rows = new Float32Array(0);
  #geometry = '';
  #across: Taps[] = [];
  #down: Taps[] = [];

  constructor(spec: InputSpec) {
    this.#spec = spec;
    const area = spec.size * spec.size;
    this.#channels = [new Float32Array(area), new Float32Array(area), new Float32Array(area)];
  }

  /** @param out [size, size, 3] values, row by row */
  sample(image: PlanarImage, out: Float32Array): void {
    this.#prepare(image);
    image.channels.forEach((channel, index) => {
      this.#resize(image.data, channel, index);
    });
    this.#combine(image, out);
  }

  #prepare(image: PlanarImage): void {
    const { width, height, channels } = image;
    const geometry = [width, height, ...channels.map((c) => `${c.across}/${c.down}`)].join(' ');
    if (geometry === this.#geometry) return;
    this.#geometry = geometry;
    const rect = sourceRect(this.#spec, width, height);
    const { size, mirror } = this.#spec;
    const across = makeTaps(width, rect.x, rect.width, size, mirror);
    const down = makeTaps(height, rect.y, rect.height, size);
    this.#across = channels.map((channel) => foldTaps(across, channel.across));
    this.#down = channels.map((channel) => foldTaps(down, channel.down));
    this.#rows = new Float32Array(size * Math.max(...this.#down.map((t) => t.high - t.low)));
  }

  /** Across first, for each source row that is needed; then down. */
  #resize(data: PlanarImage['data'], channel: Channel, index: number): void {
    const size = this.#spec.size;
    const rows = this.#rows;
    const across = this.#across[index]!;
    const down = this.#down[index]!;
    for (let y = down.low; y < down.high; y++) {
      resizeRow(data, channel, y, across, rows, (y - down.low) * size);
    }
    resizeColumns(rows, down, size, this.#channels[index]!);
  }

  #combine(image: PlanarImage, out: Float32Array): void {
    const { size, scale, offset } = this.#spec;
    const across = insideOf(this.#across[0]!);
    const down = insideOf(this.#down[0]!);
    // Black, where the square reaches outside of the frame.
    if (across.from + down.from > 0) out.fill(offset);
    // Normalisation is part of the colour map; what remains to do for each pixel is small.
    const map = image.colour.map((m, i) => m * scale + (i % 4 === 3 ? offset : 0)) as Matrix;
    const [low, high] = [offset, 255 * scale + offset].sort((a, b) => a - b) as [number, number];
    const [a, b, c] = this.#channels;
    for (let y = down.from; y < down.to; y++) {
      combineRow(a, b, c, map, low, high, y * size + across.from, y * size + across.to, out);
    }
  }
}

/** Output positions that lie on the frame. */
function insideOf({ first }: Taps): { from: number; to: number } {
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

// The hot loops: functions of their own, so that each sees one kind of array, with the tap counts
// of usual cameras written out (half the time of a loop over taps).
function resizeRow(
  data: PlanarImage['data'],
  channel: Channel,
  y: number,
  taps: Taps,
  rows: Float32Array,
  to: number,
): void {
  const { first, count, weights: w, width } = taps;
  const step = channel.step;
  const start = channel.offset + y * channel.stride;
  for (let x = 0; x < first.length; x++) {
    const at = start + first[x]! * step;
    const k = x * width;
    const n = count[x]!;
    let sum = n > 0 ? w[k]! * data[at]! : 0;
    if (n > 1) sum += w[k + 1]! * data[at + step]!;
    if (n > 2) sum += w[k + 2]! * data[at + 2 * step]!;
    if (n > 3) sum += w[k + 3]! * data[at + 3 * step]!;
    for (let t = 4; t < n; t++) sum += w[k + t]! * data[at + t * step]!;
    rows[to + x] = sum;
  }
}

function resizeColumns(rows: Float32Array, taps: Taps, size: number, target: Float32Array): void {
  const { first, count, weights: w, width, low } = taps;
  for (let y = 0, at = 0; y < size; y++, at += size) {
    const n = count[y]!;
    if (n === 0) continue;
    const k = y * width;
    // Two rows at a time; an odd last one is read twice, the second time for nothing.
    for (let t = 0; t < n; t += 2) {
      const a = (first[y]! + t - low) * size;
      const b = t + 1 < n ? a + size : a;
      const wa = w[k + t]!;
      const wb = t + 1 < n ? w[k + t + 1]! : 0;
      if (t === 0) {
        for (let x = 0; x < size; x++) target[at + x] = wa * rows[a + x]! + wb * rows[b + x]!;
      } else {
        for (let x = 0; x < size; x++) target[at + x]! += wa * rows[a + x]! + wb * rows[b + x]!;
      }
    }
  }
}

function combineRow(
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11]: Matrix,
  low: number,
  high: number,
  from: number,
  to: number,
  out: Float32Array,
): void {
  for (let at = from, o = from * 3; at < to; at++, o += 3) {
    const p = a[at]!;
    const q = b[at]!;
    const r = c[at]!;
    const red = m0 * p + m1 * q + m2 * r + m3;
    const green = m4 * p + m5 * q + m6 * r + m7;
    const blue = m8 * p + m9 * q + m10 * r + m11;
    out[o] = red < low ? low : red > high ? high : red;
    out[o + 1] = green < low ? low : green > high ? high : green;
    out[o + 2] = blue < low ? low : blue > high ? high : blue;
  }
}
