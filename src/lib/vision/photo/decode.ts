/** From a file to a picture of bounded size, or to the reason why not. Runs in the photo worker. */
import { FailureError } from '#lib/failure/failure.ts';
import { isComplete } from './completeness.ts';
import { readDimensions } from './dimensions.ts';
import { sniff, type PhotoFormat } from './sniff.ts';

/** Longest side of the picture that comes out; the networks look at a few hundred pixels. */
export const largestSide = 1600;
/** Below this there is nothing to see. */
export const smallestSide = 8;
/** Phones take 50 to 200 MP today; decoding needs 4 bytes a pixel. */
export const mostPixels = 120e6;
export const mostBytes = 256e6;

/** What browsers that have no decoder for it cannot open, while others can. */
const notEverywhere: readonly PhotoFormat[] = ['avif', 'heic', 'jxl'];
const mayBeTransparent: readonly PhotoFormat[] = ['png', 'gif', 'webp', 'avif', 'jxl'];

/** @throws FailureError `image-*` */
export async function decodePhoto(blob: Blob): Promise<ImageBitmap> {
  if (blob.size > mostBytes) throw new FailureError('image-too-large', `${blob.size} bytes`);
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'unknown') throw new FailureError('image-unreadable', 'not an image file');
  if (sniffed.kind === 'other') throw new FailureError('image-unsupported', sniffed.format);

  const { format } = sniffed;
  const stored = readDimensions(format, bytes);
  if (stored) refuseSize(stored);
  if (!isComplete(format, bytes)) throw new FailureError('image-truncated', format);

  const bitmap = await decode(new Blob([bytes], { type: `image/${format}` }), format, stored);
  // For formats whose header is not read above.
  refuseSize(bitmap);
  const small = await shrink(bitmap);
  return mayBeTransparent.includes(format) ? onWhite(small) : small;
}

function refuseSize({ width, height }: { width: number; height: number }): void {
  const detail = `${width} × ${height}`;
  if (width * height > mostPixels) throw new FailureError('image-too-large', detail);
  if (Math.min(width, height) < smallestSide) throw new FailureError('image-too-small', detail);
}

async function decode(
  blob: Blob,
  format: PhotoFormat,
  stored: { width: number; height: number } | undefined,
): Promise<ImageBitmap> {
  const options: ImageBitmapOptions = { imageOrientation: 'from-image', resizeQuality: 'high' };
  const longest = stored ? Math.max(stored.width, stored.height) : 0;
  if (stored && longest > largestSide) {
    // Width alone: the height follows in proportion, whichever way the photo is turned.
    options.resizeWidth = Math.max(1, Math.round((stored.width * largestSide) / longest));
  }
  try {
    return await createImageBitmap(blob, options);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    const code = notEverywhere.includes(format) ? 'image-unsupported' : 'image-unreadable';
    throw new FailureError(code, `${format}: ${error.message}`);
  }
}

/** For what came out larger after all: photos turned on their side, headers that were not read. */
async function shrink(bitmap: ImageBitmap): Promise<ImageBitmap> {
  const { width, height } = bitmap;
  if (Math.max(width, height) <= largestSide) return bitmap;
  // The longer side is told and the other follows, so that no rounding makes it longer.
  const longer = width >= height ? { resizeWidth: largestSide } : { resizeHeight: largestSide };
  const small = await createImageBitmap(bitmap, { ...longer, resizeQuality: 'high' });
  bitmap.close();
  return small;
}

/** Cut-outs are made to be seen on a page, not on black. */
function onWhite(bitmap: ImageBitmap): ImageBitmap {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) return bitmap;
  context.fillStyle = '#fff';
  context.fillRect(0, 0, bitmap.width, bitmap.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.transferToImageBitmap();
}
