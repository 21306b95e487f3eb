/** Makes samples out of frames and files, away from the page: decoding, scaling, encoding, measuring. */
import { FailureError } from '#lib/failure/failure.ts';
import { decodePhoto } from '#lib/vision/photo/decode.ts';
import { differenceHash } from './difference-hash.ts';
import { greyOf } from './grey.ts';
import type { CaptureAnswer, CaptureRequest, PictureFormat, Shot } from './protocol.ts';
import { toneCells } from './tones.ts';
import { measureQuality } from './quality.ts';
import { pictureSide, scaledSize, thumbnailSide, type Size } from './size.ts';

const pictureQuality = 0.9;
const thumbnailQuality = 0.8;

self.onmessage = async ({ data }: MessageEvent<CaptureRequest>) => {
  self.postMessage(await answer(data));
};

async function answer({ id, source, format }: CaptureRequest): Promise<CaptureAnswer> {
  try {
    const bitmap = source instanceof Blob ? await decodePhoto(source) : source;
    try {
      return { id, kind: 'captured', ...(await capture(bitmap, format)) };
    } finally {
      bitmap.close();
    }
  } catch (error) {
    if (error instanceof FailureError) return { id, kind: 'failure', failure: error.failure };
    // The file went away or was changed on the disk while it was read.
    if (error instanceof DOMException) {
      return { id, kind: 'failure', failure: { code: 'image-unreadable', detail: error.message } };
    }
    return { id, kind: 'bug', error };
  }
}

async function capture(bitmap: ImageBitmap, format: PictureFormat): Promise<Shot> {
  const size = scaledSize(bitmap, pictureSide);
  const whole = draw(bitmap, size);
  const small = draw(whole.canvas, scaledSize(size, thumbnailSide));
  const { width, height } = small.canvas;
  const { data } = small.getImageData(0, 0, width, height);
  const grey = greyOf(data, width, height);
  const [picture, thumbnail] = await Promise.all([
    whole.canvas.convertToBlob({ type: `image/${format}`, quality: pictureQuality }),
    small.canvas.convertToBlob({ type: `image/${format}`, quality: thumbnailQuality }),
  ]);
  const hash = differenceHash(grey);
  const captured = { picture, thumbnail, ...size, hash, quality: measureQuality(grey) };
  return { captured, tones: toneCells(data, width, height) };
}

function draw(
  source: ImageBitmap | OffscreenCanvas,
  { width, height }: Size,
): OffscreenCanvasRenderingContext2D {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!context) throw new FailureError('out-of-memory', 'no 2d context for a sample');
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, width, height);
  return context;
}
