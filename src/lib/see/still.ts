/** From a picture that stands still (a frozen frame, a photo) to a kept frame with its answer. */
import type { CallOptions, RunningCall } from '#lib/engine/link.ts';
import { FailureError } from '#lib/failure/failure.ts';
import type { KeptFrame } from '#lib/storage/schema.ts';
import type { VisionCalls } from '#lib/vision/protocol.ts';

type ClassifyCall = VisionCalls['classify'];

export interface ClassifyEngine {
  call(
    name: 'classify',
    payload: ClassifyCall['request'],
    options: CallOptions<ClassifyCall>,
  ): RunningCall<ClassifyCall>;
}

/** Kept pictures are no larger than this on their longer side: plenty for a screen, light to store. */
const MAX_SIDE = 1024;
const JPEG_QUALITY = 0.86;
/** Labels kept with a frame: enough for any list length and for comparing. */
const KEPT_PREDICTIONS = 20;

/**
 * Classifies a picture and wraps it up for the tray. Takes over `picture`: it is handed to the worker.
 * @throws FailureError when the engine cannot answer.
 */
export async function classifyStill(
  engine: ClassifyEngine,
  picture: ImageBitmap,
  origin: KeptFrame['origin'],
  signal?: AbortSignal,
): Promise<KeptFrame | undefined> {
  const { image, width, height } = await encodeJpeg(picture);
  const { ending } = engine.call(
    'classify',
    { image: picture },
    { transfer: [picture], ...(signal && { signal }) },
  );
  const outcome = await ending;
  if (outcome.kind === 'cancelled') return undefined;
  if (outcome.kind === 'failure') {
    throw new FailureError(outcome.failure.code, outcome.failure.detail);
  }
  const { predictions, detections, models } = outcome.value;
  return {
    id: randomId(),
    keptAt: Date.now(),
    origin,
    image,
    width,
    height,
    predictions: predictions.slice(0, KEPT_PREDICTIONS),
    detections,
    models,
  };
}

/** `crypto.randomUUID` is missing on insecure origins, where photos work all the same. */
function randomId(): string {
  const numbers = crypto.getRandomValues(new Uint32Array(4));
  return Array.from(numbers, (number) => number.toString(36)).join('-');
}

async function encodeJpeg(
  picture: ImageBitmap,
): Promise<{ image: Blob; width: number; height: number }> {
  const scale = Math.min(1, MAX_SIDE / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new FailureError('out-of-memory', 'no 2d context for the still');
  context.drawImage(picture, 0, 0, width, height);
  const image = await canvas.convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return { image, width, height };
}
