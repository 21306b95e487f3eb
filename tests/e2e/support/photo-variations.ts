/** Many photos out of a few: crops, mirror images and other light of the fixture photos, the same at every run. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LaunchOptions } from '@playwright/test';
import sharp from 'sharp';
import type { Upload } from './bad-photos.ts';
import { cameraFileArgs, photoPath, type PhotoName } from './camera-file.ts';

const size = { width: 320, height: 214 };

/** Variation 0 is nearly the photo itself. */
async function variation(name: PhotoName, index: number): Promise<Buffer> {
  // Golden ratio: neighbours in the series are far apart, and none comes twice.
  const part = (step: number) => (index * step) % 1;
  const photo = sharp(photoPath(name));
  const { width = 0, height = 0 } = await photo.metadata();
  const kept = 1 - 0.35 * part(0.618);
  const crop = {
    width: Math.floor(width * kept),
    height: Math.floor(height * kept),
    left: Math.floor(width * (1 - kept) * part(0.414)),
    top: Math.floor(height * (1 - kept) * part(0.732)),
  };
  return photo
    .extract(crop)
    .flop(index % 2 === 1)
    .resize(size.width, size.height)
    .modulate({ brightness: 0.8 + 0.4 * part(0.236) })
    .jpeg({ quality: 85 })
    .toBuffer();
}

/** @param from which of the series comes first: what is tested was not trained on. */
export function photosOf(name: PhotoName, count: number, from = 0): Promise<Upload[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => ({
      name: `${name}-${from + i}.jpg`,
      mimeType: 'image/jpeg',
      buffer: await variation(name, from + i),
    })),
  );
}

/** Launch options with a camera in a restless hand: no two frames in a row look alike. */
export const movingCamera =
  (name: PhotoName, frames = 120) =>
  async (
    { launchOptions }: { launchOptions: LaunchOptions },
    use: (options: LaunchOptions) => Promise<void>,
  ): Promise<void> => {
    const file = await movingCameraFile(name, frames);
    await use({ ...launchOptions, args: cameraFileArgs(file) });
  };

async function movingCameraFile(name: PhotoName, frames: number): Promise<string> {
  const folder = join(import.meta.dirname, '..', '..', '.cache', 'cameras');
  const file = join(folder, `${name}-moving.mjpeg`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    const photos = await photosOf(name, frames);
    writeFileSync(file, Buffer.concat(photos.map(({ buffer }) => buffer)));
  }
  return file;
}
