/** From a kept picture to pixels. Runs in a worker. */
import { FailureError } from '#lib/failure/failure.ts';

/**
 * The caller closes it.
 * @throws FailureError `image-unreadable`
 */
export async function decodePicture(picture: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(picture);
  } catch (error) {
    // Broken bytes are an InvalidStateError; a blob whose disk is gone is a NotReadableError.
    if (error instanceof DOMException) throw new FailureError('image-unreadable', error.message);
    throw error;
  }
}
