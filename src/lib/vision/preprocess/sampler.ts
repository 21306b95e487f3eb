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
    const target = this.#channels[index]!;
    target.fill(0);
    for (let y = 0; y < size; y++) {
      for (let t = 0; t < down.count[y]!; t++) {
        const weight = down.weights[y * down.width + t]!;
        const row = (down.first[y]! + t - down.low) * size;
        const at = y * size;
        for (let x = 0; x < size; x++) target[at + x]! += weight * rows[row + x]!;
      }
    }
  }

  #combine(image: PlanarImage, out: Float32Array): void {
    const { size, scale, offset } = this.#spec;
    const [a, b, c] = this.#channels;
    const [m0, m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11] = image.colour as Matrix;
    const across = this.#across[0]!;
    const down = this.#down[0]!;
    for (let y = 0, at = 0; y < size; y++) {
      const rowOutside = down.first[y]! < 0;
      for (let x = 0; x < size; x++, at++) {
        const to = at * 3;
        if (rowOutside || across.first[x]! < 0) {
          out[to] = out[to + 1] = out[to + 2] = offset;
          continue;
        }
        const p = a[at]!;
        const q = b[at]!;
        const r = c[at]!;
        out[to] = clamp(m0 * p + m1 * q + m2 * r + m3) * scale + offset;
        out[to + 1] = clamp(m4 * p + m5 * q + m6 * r + m7) * scale + offset;
        out[to + 2] = clamp(m8 * p + m9 * q + m10 * r + m11) * scale + offset;
      }
    }
  }
}

type Matrix = [
  ...[number, number, number, number],
  ...[number, number, number, number],
  ...[number, number, number, number],
];

// A function of its own and monomorphic in its arguments: this is the hot loop.
function resizeRow(
  data: PlanarImage['data'],
  channel: Channel,
  y: number,
  taps: Taps,
  rows: Float32Array,
  to: number,
): void {
  const { first, count, weights, width } = taps;
  const step = channel.step;
  const start = channel.offset + y * channel.stride;
  for (let x = 0; x < first.length; x++) {
    let at = start + first[x]! * step;
    let w = x * width;
    let sum = 0;
    for (const end = w + count[x]!; w < end; w++, at += step) sum += weights[w]! * data[at]!;
    rows[to + x] = sum;
  }
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
