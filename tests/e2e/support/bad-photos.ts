/** Pictures that go wrong, made here so that none has to be kept. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { photoPath } from './camera-file.ts';

export interface Upload {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

const cache = join(import.meta.dirname, '..', '..', '.cache', 'photos');

/** A cat of 60 megapixels. */
export async function hugePhoto(): Promise<Upload> {
  const file = join(cache, 'huge.jpg');
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    const huge = sharp(photoPath('cat')).resize(9500, 6320, { kernel: 'nearest' });
    writeFileSync(file, await huge.jpeg({ quality: 60 }).toBuffer());
  }
  return { name: 'huge.jpg', mimeType: 'image/jpeg', buffer: readFileSync(file) };
}

/** A cat, then a cup. */
export async function animatedGif(): Promise<Upload> {
  const frames = await Promise.all(
    (['cat', 'cup'] as const).map((name) => sharp(photoPath(name)).resize(320, 214).toBuffer()),
  );
  const buffer = await sharp(frames, { join: { animated: true } })
    .gif({ delay: [100, 100] })
    .toBuffer();
  return { name: 'moving.gif', mimeType: 'image/gif', buffer };
}

export async function onePixel(): Promise<Upload> {
  const pixel = { width: 1, height: 1, channels: 3, background: 'red' } as const;
  const buffer = await sharp({ create: pixel }).png().toBuffer();
  return { name: 'pixel.png', mimeType: 'image/png', buffer };
}

export function truncatedJpeg(): Upload {
  const whole = readFileSync(photoPath('cat'));
  const buffer = whole.subarray(0, Math.floor(whole.length * 0.4));
  return { name: 'half.jpg', mimeType: 'image/jpeg', buffer };
}

/** What an iPhone's photo begins with; Chromium cannot read the rest of one. */
export function heicPhoto(): Upload {
  const header = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1');
  return {
    name: 'IMG_0001.HEIC',
    mimeType: 'image/heic',
    buffer: Buffer.concat([header, Buffer.alloc(2048)]),
  };
}

export function textFile(): Upload {
  return { name: 'notes.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('Not a picture.\n') };
}

/** Asks for `beacon` if anything ever runs it. */
export function scriptedSvg(beacon: string): Upload {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240" onload="fetch('${beacon}')">
    <script>fetch('${beacon}')</script>
    <rect width="320" height="240" fill="teal"/>
    <image href="${beacon}" width="10" height="10"/>
  </svg>`;
  return { name: 'drawing.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) };
}
