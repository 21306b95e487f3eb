import { describe, expect, it } from 'vitest';
import { yuvToRgb } from './colour.ts';
import { sourceRect } from './geometry.ts';
import type { Fit, InputSpec } from './input-spec.ts';
import { planarImage, type PlaneLayout, type PlanarImage, type ReadableFormat } from './planes.ts';
import { Sampler } from './sampler.ts';

/** The definition, pixel by pixel, in double precision: what the shader does. */
function referenceSample(image: PlanarImage, spec: InputSpec): Float32Array {
  const { size } = spec;
  const rect = sourceRect(spec, image.width, image.height);
  const out = new Float32Array(size * size * 3);
  /** Overlap of a source pixel with an output pixel that is at least as wide. */
  const overlap = (at: number, centre: number, step: number) => {
    const half = Math.max(1, step) / 2;
    return Math.max(0, Math.min(at + 1, centre + half) - Math.max(at, centre - half));
  };
  const pixel = (x: number, y: number) => {
    const [a, b, c] = image.channels.map(
      (ch) =>
        image.data[
          ch.offset + Math.floor(y / ch.down) * ch.stride + Math.floor(x / ch.across) * ch.step
        ]!,
    ) as [number, number, number];
    const m = image.colour;
    return [0, 4, 8].map((r) => m[r]! * a + m[r + 1]! * b + m[r + 2]! * c + m[r + 3]!);
  };
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const stepX = rect.width / size;
      const stepY = rect.height / size;
      const cx = rect.x + ((spec.mirror ? size - 1 - x : x) + 0.5) * stepX;
      const cy = rect.y + (y + 0.5) * stepY;
      const sum = [0, 0, 0];
      let total = 0;
      const inside = cx >= 0 && cx <= image.width && cy >= 0 && cy <= image.height;
      for (let sy = 0; inside && sy < image.height; sy++) {
        for (let sx = 0; sx < image.width; sx++) {
          const weight = overlap(sx, cx, stepX) * overlap(sy, cy, stepY);
          if (weight === 0) continue;
          total += weight;
          pixel(sx, sy).forEach((value, c) => (sum[c]! += weight * value));
        }
      }
      for (let c = 0; c < 3; c++) {
        const value = inside ? Math.min(255, Math.max(0, sum[c]! / total)) : 0;
        out[(y * size + x) * 3 + c] = value * spec.scale + spec.offset;
      }
    }
  }
  return out;
}

/** Smooth, different in each channel, with padding between rows that must never be read. */
function testImage(format: ReadableFormat, width: number, height: number): PlanarImage {
  const packed = format.length === 4 && /^(RGB|BGR)/.test(format);
  const half = Math.ceil(width / 2);
  const rows: [bytesPerRow: number, rows: number][] = packed
    ? [[width * 4, height]]
    : format === 'NV12'
      ? [
          [width, height],
          [half * 2, Math.ceil(height / 2)],
        ]
      : [
          [width, height],
          ...[0, 1].map((): [number, number] => [
            format === 'I444' ? width : half,
            format.startsWith('I420') ? Math.ceil(height / 2) : height,
          ]),
        ];
  let offset = 5;
  const layout: PlaneLayout[] = rows.map(([bytes, count]) => {
    const plane = { offset, stride: bytes + 7 };
    offset += plane.stride * count;
    return plane;
  });
  const data = new Uint8Array(offset).fill(255);
  rows.forEach(([bytes, count], p) => {
    for (let y = 0; y < count; y++) {
      for (let x = 0; x < bytes; x++) {
        data[layout[p]!.offset + y * layout[p]!.stride + x] =
          128 + 60 * Math.sin(x * 0.31 + p + (x % 4)) * Math.cos(y * 0.23);
      }
    }
  });
  return planarImage(data, format, layout, width, height, { matrix: 'bt709' });
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

function sample(image: PlanarImage, spec: InputSpec): Float32Array {
  const out = new Float32Array(spec.size * spec.size * 3);
  new Sampler(spec).sample(image, out);
  return out;
}

const plain = { scale: 1, offset: 0 };

describe('Sampler', () => {
  const formats: ReadableFormat[] = ['I420', 'NV12', 'I422', 'I444', 'RGBA', 'BGRX'];
  it.each(formats)('reads %s as the definition says, crops, mirrors and normalises', (format) => {
    const image = testImage(format, 46, 34);
    const fits: Fit[] = ['squash', 'cover', 'contain'];
    for (const fit of fits) {
      for (const size of [9, 64]) {
        const spec = { size, fit, scale: 2 / 255, offset: -1, mirror: size === 9 };
        expect(largestDifference(sample(image, spec), referenceSample(image, spec))).toBeLessThan(
          1e-4,
        );
      }
    }
  });

  it('copies a square image of the right size exactly', () => {
    const image = testImage('RGBA', 12, 12);
    const out = sample(image, { size: 12, fit: 'squash', ...plain });
    const pixel = (5 * 12 + 3) * 3;
    const at = image.channels[0].offset + 5 * image.channels[0].stride + 3 * 4;
    expect([...out.slice(pixel, pixel + 3)]).toEqual([...image.data.slice(at, at + 3)]);
  });

  it('samples an image of one pixel', () => {
    const image = planarImage(
      Uint8Array.of(1, 2, 3, 255),
      'RGBA',
      [{ offset: 0, stride: 4 }],
      1,
      1,
    );
    expect([...sample(image, { size: 2, fit: 'cover', ...plain })]).toEqual([
      1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3,
    ]);
  });

  it('follows the frame when its size changes', () => {
    const sampler = new Sampler({ size: 8, fit: 'cover', ...plain });
    const out = new Float32Array(8 * 8 * 3);
    for (const [width, height] of [
      [20, 14],
      [14, 20],
      [40, 40],
    ] as const) {
      const image = testImage('I420', width, height);
      sampler.sample(image, out);
      const expected = referenceSample(image, { size: 8, fit: 'cover', ...plain });
      expect(largestDifference(out, expected)).toBeLessThan(1e-3);
    }
  });
});

describe('yuvToRgb', () => {
  const convert = (m: readonly number[], [y, u, v]: readonly [number, number, number]) =>
    [0, 4, 8].map((r) => {
      const value = m[r]! * y + m[r + 1]! * u + m[r + 2]! * v + m[r + 3]!;
      return Math.min(255, Math.max(0, Math.round(value)));
    });

  it('knows black, white and the primaries of limited BT.601 and BT.709', () => {
    const limited = yuvToRgb({ matrix: 'smpte170m', fullRange: false });
    expect(convert(limited, [16, 128, 128])).toEqual([0, 0, 0]);
    expect(convert(limited, [235, 128, 128])).toEqual([255, 255, 255]);
    expect(convert(limited, [81, 90, 240])).toEqual([254, 0, 0]);
    expect(convert(yuvToRgb({ matrix: 'bt709' }), [63, 102, 240])).toEqual([255, 1, 0]);
  });
  it('leaves full-range grey as it is', () => {
    const full = yuvToRgb({ matrix: 'bt470bg', fullRange: true });
    expect(convert(full, [77, 128, 128])).toEqual([77, 77, 77]);
  });
});
