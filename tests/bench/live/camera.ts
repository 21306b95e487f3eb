/** A camera before which the picture changes: a cat, then a hand over the lens, for some seconds each. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { photoPath } from '../../e2e/support/camera-file.ts';

/** Frames a second that Chromium plays such a file at. */
const frameRate = 30;
const size = { width: 640, height: 480 };
/** Long enough for three inferences of one second. */
export const changeEveryMs = 3_000;

/** @returns an .mjpeg file for `cameraFileArgs`. */
export async function changingCamera(): Promise<string> {
  // The model that is measured calls them by different names.
  const dark = { create: { ...size, channels: 3, background: '#101010' } } as const;
  const photos = await Promise.all(
    [sharp(photoPath('cat')).resize({ ...size, fit: 'cover' }), sharp(dark)].map((picture) =>
      picture.jpeg({ quality: 85 }).toBuffer(),
    ),
  );
  const frames = (changeEveryMs / 1000) * frameRate;
  const file = join(import.meta.dirname, '..', '..', '.cache', 'cameras', 'changing.mjpeg');
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(
    file,
    Buffer.concat(photos.flatMap((photo) => Array.from({ length: frames }, () => photo))),
  );
  return file;
}
