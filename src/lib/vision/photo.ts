/** Photos from files, the clipboard and other apps. */
import { FailureError } from '#lib/failure/failure.ts';
import type { PhotoAnswer } from './photo/protocol.ts';

/**
 * Decodes a photo in a worker of its own, which ends with it, so that neither the page nor the
 * live camera waits. JPEG, PNG, WebP, AVIF, GIF (its first frame), BMP, and HEIC where the browser
 * can; turned as its EXIF says; no side longer than 1600 pixels. Never draws SVG.
 *
 * @throws FailureError image-unreadable, image-truncated, image-unsupported, image-too-large,
 * image-too-small
 */
export async function readPhoto(blob: Blob): Promise<ImageBitmap> {
  const worker = new Worker(new URL('./photo/photo.worker.ts', import.meta.url), {
    type: 'module',
  });
  try {
    const answer = await new Promise<PhotoAnswer>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<PhotoAnswer>) => resolve(data);
      // Not an answer at all: the worker could not start or ran out of memory.
      worker.onerror = ({ message }) => reject(new FailureError('image-too-large', message));
      worker.postMessage(blob);
    });
    if (answer.kind === 'photo') return answer.bitmap;
    if (answer.kind === 'failure') {
      throw new FailureError(answer.failure.code, answer.failure.detail);
    }
    throw answer.error;
  } finally {
    worker.terminate();
  }
}
