/** How well a picture is taken: sharp, lit, not burnt out. Measured on its grey thumbnail. */
import type { PictureQuality } from '#lib/storage/project-rows.ts';
import type { GreyPicture } from './grey.ts';

/** Grey values this near to black or white carry no detail. */
const end = 5;

export function measureQuality(picture: GreyPicture): PictureQuality {
  const { values } = picture;
  let sum = 0;
  let clipped = 0;
  for (const value of values) {
    sum += value;
    if (value <= end || value >= 255 - end) clipped++;
  }
  const count = Math.max(1, values.length);
  return {
    sharpness: laplacianVariance(picture),
    brightness: sum / count / 255,
    clipped: clipped / count,
  };
}

/**
 * Variance of the 4-neighbour Laplacian (Pech-Pacheco et al., "Diatom autofocusing in brightfield
 * microscopy", 2000), grey in 0..255.
 */
function laplacianVariance({ width, height, values }: GreyPicture): number {
  let sum = 0;
  let squares = 0;
  let count = 0;
  for (let y = 1; y < height - 1; y++) {
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const edge =
        values[at - 1]! +
        values[at + 1]! +
        values[at - width]! +
        values[at + width]! -
        4 * values[at]!;
      sum += edge;
      squares += edge * edge;
      count++;
    }
  }
  return count === 0 ? 0 : squares / count - (sum / count) ** 2;
}
