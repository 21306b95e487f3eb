/**
 * Copies of a picture as it might have been taken: mirrored, nearer, in another light, turned. Which
 * copy becomes what is drawn from the sample's id and the seed, so that a run can be repeated.
 */
import { FailureError } from '#lib/failure/failure.ts';
import { Random } from '#lib/maths/random.ts';
import type { Augmentation } from './protocol.ts';

/** How one copy differs from its picture; all in proportion, so that pictures of any size do. */
export interface Variation {
  readonly mirror: boolean;
  /** The part that is shown: left, top, side as fractions of what there is room for. */
  readonly crop: { readonly x: number; readonly y: number; readonly scale: number };
  /** Radians. */
  readonly rotation: number;
  /** −1..1: darker or lighter by this part. */
  readonly light: number;
  /** What is left of red, green and blue, 0..1: the colour of the lamp. */
  readonly tint: readonly [number, number, number];
}

const leastCrop = 0.75;
const mostRotation = Math.PI / 9;
const mostLight = 0.35;
const mostTint = 0.2;
/** Networks see less; a copy need not be larger. */
const longestSide = 320;

/** The variations of a sample's copies: the same for the same id, seed and settings. Pure. */
export function variationsOf(
  sampleId: string,
  { mirror, crop, colour, rotate, copies }: Augmentation,
  seed: number,
): Variation[] {
  const random = new Random((hash(sampleId) ^ seed) >>> 0);
  const either = (range: number) => range * (2 * random.next() - 1);
  return Array.from({ length: copies }, (_, i): Variation => {
    const scale = leastCrop + (1 - leastCrop) * random.next();
    const [x, y] = [random.next(), random.next()];
    const [rotation, light] = [either(mostRotation), either(mostLight)];
    const lamp = () => 1 - mostTint * random.next();
    const tint = [lamp(), lamp(), lamp()] as const;
    const flip = random.next() < 0.5;
    return {
      // The first copy is the mirror image: the one that is nearly always true.
      mirror: mirror && (i === 0 || flip),
      crop: crop ? { x, y, scale } : { x: 0, y: 0, scale: 1 },
      rotation: rotate ? rotation : 0,
      light: colour ? light : 0,
      tint: colour ? tint : [1, 1, 1],
    };
  });
}

/** Names the copies that settings and seed make, to find their embeddings again. */
export function augmentationKey(
  { mirror, crop, colour, rotate, copies }: Augmentation,
  seed: number,
): string {
  if (copies === 0) return '';
  const kinds = [mirror && 'mirror', crop && 'crop', colour && 'colour', rotate && 'rotate'];
  return `1 ${kinds.filter(Boolean).join('+')} ${copies} ${seed}`;
}

/** Draws one copy after another; the caller closes each. */
export function* drawVariations(
  picture: ImageBitmap,
  variations: readonly Variation[],
): Generator<ImageBitmap, void> {
  const shrink = Math.min(1, longestSide / Math.max(picture.width, picture.height));
  const width = Math.max(1, Math.round(picture.width * shrink));
  const height = Math.max(1, Math.round(picture.height * shrink));
  const context =
    typeof OffscreenCanvas === 'undefined'
      ? null
      : new OffscreenCanvas(width, height).getContext('2d', { alpha: false });
  if (!context) throw new FailureError('image-unsupported', 'no 2d canvas in workers');
  for (const variation of variations) {
    draw(context, picture, variation, width, height);
    yield context.canvas.transferToImageBitmap();
  }
}

function draw(
  context: OffscreenCanvasRenderingContext2D,
  picture: ImageBitmap,
  { mirror, crop, rotation, light, tint }: Variation,
  width: number,
  height: number,
): void {
  context.save();
  // What a turned picture leaves open is grey, which says least.
  context.fillStyle = 'rgb(128 128 128)';
  context.fillRect(0, 0, width, height);
  context.translate(width / 2, height / 2);
  context.rotate(rotation);
  context.scale(mirror ? -1 : 1, 1);
  const shownWidth = picture.width * crop.scale;
  const shownHeight = picture.height * crop.scale;
  context.drawImage(
    picture,
    (picture.width - shownWidth) * crop.x,
    (picture.height - shownHeight) * crop.y,
    shownWidth,
    shownHeight,
    -width / 2,
    -height / 2,
    width,
    height,
  );
  context.restore();
  // By blending: canvas filters are not everywhere.
  if (light > 0) wash(context, 'color-dodge', [light, light, light]);
  const left = Math.min(1, 1 + light);
  if (left < 1 || tint.some((part) => part < 1)) {
    wash(
      context,
      'multiply',
      tint.map((part) => part * left),
    );
  }
}

function wash(
  context: OffscreenCanvasRenderingContext2D,
  operation: GlobalCompositeOperation,
  colour: readonly number[],
): void {
  context.globalCompositeOperation = operation;
  context.fillStyle = `rgb(${colour.map((part) => Math.round(255 * part)).join(' ')})`;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.globalCompositeOperation = 'source-over';
}

/** FNV-1a (Fowler, Noll and Vo, 1991), 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return value >>> 0;
}
