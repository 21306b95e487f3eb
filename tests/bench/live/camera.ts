/** A camera before which the picture changes: a cat, then a rocket, for some seconds each. */
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
  const photos = await Promise.all(
    (['cat', 'rocket'] as const).map((name) =>
      sharp(photoPath(name))
        .resize({ ...size, fit: 'cover' })
        .jpeg({ quality: 85 })
        .toBuffer(),
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
