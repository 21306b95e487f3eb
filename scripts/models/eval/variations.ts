/** Copies of a photo as `teach/trainer/augment.ts` draws them on a canvas, in Node without one. */
import type { Variation } from '#lib/teach/trainer/augment.ts';
import type { PlanarImage } from '#lib/vision/preprocess/planes.ts';
import { planarImage } from '#lib/vision/preprocess/planes.ts';
import sharp from 'sharp';

const longestSide = 320;
/** What a turned picture leaves open. */
const open = 128;

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** RGB. */
  readonly data: Uint8Array;
}

export async function readPixels(path: string): Promise<Pixels> {
  const { data, info } = await sharp(path)
    .rotate()
    .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
    .flatten()
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data: new Uint8Array(data) };
}

export function varied({ width, height, data }: Pixels, variation: Variation): PlanarImage {
  const { mirror, crop, rotation, light, tint } = variation;
  const out = new Uint8Array(width * height * 4).fill(255);
  const [left, top] = [
    (width - width * crop.scale) * crop.x,
    (height - height * crop.scale) * crop.y,
  ];
  const [cos, sin] = [Math.cos(-rotation), Math.sin(-rotation)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x + 0.5 - width / 2;
      const dy = y + 0.5 - height / 2;
      const turned = cos * dx - sin * dy;
      const u = left + ((mirror ? -turned : turned) + width / 2) * crop.scale;
      const v = top + (sin * dx + cos * dy + height / 2) * crop.scale;
      const at = 4 * (y * width + x);
      const inside =
        u >= left && v >= top && u < left + width * crop.scale && v < top + height * crop.scale;
      for (let c = 0; c < 3; c++) {
        const value = inside ? bilinear(data, width, height, u - 0.5, v - 0.5, c) : open;
        out[at + c] = lit(value, light, tint[c]!);
      }
    }
  }
  return planarImage(out, 'RGBA', [{ offset: 0, stride: width * 4 }], width, height);
}

/** Dodged by light above 0, multiplied by what is left. */
function lit(value: number, light: number, tint: number): number {
  const dodged = light > 0 ? Math.min(255, value / (1 - light)) : value;
  return Math.round(dodged * tint * Math.min(1, 1 + light));
}

function bilinear(
  data: Uint8Array,
  width: number,
  height: number,
  u: number,
  v: number,
  channel: number,
): number {
  const x = Math.min(width - 1, Math.max(0, u));
  const y = Math.min(height - 1, Math.max(0, v));
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [x1, y1] = [Math.min(width - 1, x0 + 1), Math.min(height - 1, y0 + 1)];
  const at = (i: number, j: number) => data[3 * (j * width + i) + channel]!;
  const [p, q] = [x - x0, y - y0];
  return (
    (1 - q) * ((1 - p) * at(x0, y0) + p * at(x1, y0)) + q * ((1 - p) * at(x0, y1) + p * at(x1, y1))
  );
}
