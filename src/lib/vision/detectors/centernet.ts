/**
 * Reads what CenterNet says: a heat map for each class, whose peaks are the centres of things, and at
 * each place the distances to the four sides of its box. Pure.
 */
import { logit, sigmoid, type Candidate, type Reading } from './reading.ts';

/** Pixels of the input for one place of the map. */
export const centerNetStride = 4;
const sides = 4;

/**
 * @param heat logits [side/4][side/4][classes]
 * @param distances pixels of the input to the left, top, right and bottom, [side/4][side/4][4]
 * @param atLeast score from which a peak is a candidate
 */
export function readCenterNet(
  heat: Float32Array,
  distances: Float32Array,
  side: number,
  classes: number,
  atLeast: number,
): Reading {
  const cells = side / centerNetStride;
  if (heat.length !== cells * cells * classes || distances.length !== cells * cells * sides) {
    throw new RangeError(
      `CenterNet: ${heat.length} and ${distances.length} numbers for ${side} px`,
    );
  }
  const best = new Float32Array(classes).fill(-Infinity);
  const threshold = logit(atLeast);
  const candidates: Candidate[] = [];
  for (let place = 0, at = 0; place < cells * cells; place++) {
    for (let index = 0; index < classes; index++, at++) {
      const value = heat[at] as number;
      if (value > (best[index] as number)) best[index] = value;
      if (value < threshold || !isPeak(heat, cells, classes, place, index, value)) continue;
      candidates.push({ index, score: sigmoid(value), box: boxAt(distances, cells, place, side) });
    }
  }
  return { scores: best.map(sigmoid), candidates };
}

function isPeak(
  heat: Float32Array,
  cells: number,
  classes: number,
  place: number,
  index: number,
  value: number,
): boolean {
  const row = Math.floor(place / cells);
  const column = place % cells;
  for (let r = Math.max(0, row - 1); r <= Math.min(cells - 1, row + 1); r++) {
    for (let c = Math.max(0, column - 1); c <= Math.min(cells - 1, column + 1); c++) {
      if ((heat[(r * cells + c) * classes + index] as number) > value) return false;
    }
  }
  return true;
}

function boxAt(distances: Float32Array, cells: number, place: number, side: number) {
  const [left = 0, top = 0, right = 0, bottom = 0] = distances.subarray(
    place * sides,
    place * sides + sides,
  );
  const x = (place % cells) * centerNetStride;
  const y = Math.floor(place / cells) * centerNetStride;
  return {
    x: (x - left) / side,
    y: (y - top) / side,
    width: (left + right) / side,
    height: (top + bottom) / side,
  };
}

/**
 * Where a class shows: the best score of each 2×2 places, as a square root, because a heat map is
 * trained to be a sharp peak and its slopes are evidence too.
 */
export function centerNetEvidence(
  heat: Float32Array,
  side: number,
  classes: number,
  index: number,
): { side: number; values: Float32Array } {
  const cells = side / centerNetStride;
  const coarse = Math.ceil(cells / 2);
  const values = new Float32Array(coarse * coarse);
  for (let place = 0; place < cells * cells; place++) {
    const row = Math.floor(place / cells) >> 1;
    const column = (place % cells) >> 1;
    const at = row * coarse + column;
    const score = sigmoid(heat[place * classes + index] as number);
    values[at] = Math.max(values[at] as number, Math.sqrt(score));
  }
  return { side: coarse, values };
}
