/**
 * Reads what the Open Images SSD says: for each anchor four box numbers and a logit for each class.
 * Anchors and box code are those of TensorFlow's SSD (`ssd_mobilenet_v2`, `faster_rcnn_box_coder`).
 * Pure.
 */
import type { Candidate, Reading } from './reading.ts';
import { sigmoid, logit } from './reading.ts';

const boxNumbers = 4;
const layers = 6;
/** Each 3×3 convolution of stride 2 halves the map: four before the first head, one before each next. */
const halvingsBeforeFirst = 4;
/** Side of the input that the anchors' sizes were chosen for. */
const nativeSide = 300;
const scale = { smallest: 0.2, largest: 0.95, lowestLayer: 0.1 };
const ratios = [1, 2, 1 / 2, 3, 1 / 3];
/** Divisors of the box code: for centres and for sizes. */
const variance = { centre: 10, size: 5 };

interface SsdMap {
  readonly cells: number;
  /** Pixels of the input from one place to the next. */
  readonly stride: number;
  /** Pixel that the first place is centred on. */
  readonly start: number;
}

/** The six maps for an input of `side` pixels, with what each place looks at. */
function ssdMaps(side: number): SsdMap[] {
  let map: SsdMap = { cells: side, stride: 1, start: 0 };
  const maps: SsdMap[] = [];
  for (let halving = 1; maps.length < layers; halving++) {
    const cells = Math.ceil(map.cells / 2);
    // "Same" padding of an even side goes to the far edge only, which shifts what a place looks at.
    const before = Math.floor(Math.max(0, (cells - 1) * 2 + 3 - map.cells) / 2);
    map = { cells, stride: map.stride * 2, start: map.start + map.stride * (1 - before) };
    if (halving >= halvingsBeforeFirst) maps.push(map);
  }
  return maps;
}

/** Sides of the six maps. */
export function ssdSides(side: number): number[] {
  return ssdMaps(side).map(({ cells }) => cells);
}

const nativeMaps = ssdMaps(nativeSide);

/**
 * Where the anchors of a row's (or column's) place are centred, as a fraction of the side. At the
 * native size they are spread evenly, as in training; at another size each lies where it lay, on
 * average, beside what its place looks at.
 */
function anchorCentre(map: SsdMap, layer: number, place: number, side: number): number {
  const native = nativeMaps[layer];
  if (side === nativeSide || !native) return (place + 0.5) / map.cells;
  const looksAt = native.start + (native.stride * (native.cells - 1)) / 2;
  const beside = nativeSide / 2 - looksAt;
  return (map.start + map.stride * place + beside) / side;
}

/** Width and height of each anchor of a map's place, as fractions of a native input. */
function anchorSizes(layer: number): [width: number, height: number][] {
  const step = (scale.largest - scale.smallest) / (layers - 1);
  const own = scale.smallest + step * layer;
  if (layer === 0) {
    const [, wide, tall] = ratios.map((ratio) => shaped(own, ratio));
    return [shaped(scale.lowestLayer, 1), wide ?? [0, 0], tall ?? [0, 0]];
  }
  const next = layer === layers - 1 ? 1 : own + step;
  return [...ratios.map((ratio) => shaped(own, ratio)), shaped(Math.sqrt(own * next), 1)];
}

function shaped(size: number, ratio: number): [width: number, height: number] {
  return [size * Math.sqrt(ratio), size / Math.sqrt(ratio)];
}

/** Numbers of one anchor: centre x, centre y, width, height, as fractions of the input. */
export const anchorStride = 4;

const anchorsBySide = new Map<number, Float32Array>();

/**
 * All anchors for a square input, in the order of the network's output. Their sizes are fixed in
 * pixels, because what a place of a map sees is: a smaller input has larger fractions.
 */
export function ssdAnchors(side: number): Float32Array {
  const known = anchorsBySide.get(side);
  if (known) return known;
  const numbers: number[] = [];
  const grow = nativeSide / side;
  ssdMaps(side).forEach((map, layer) => {
    const sizes = anchorSizes(layer);
    const centres = Array.from({ length: map.cells }, (_, i) => anchorCentre(map, layer, i, side));
    for (const y of centres) {
      for (const x of centres) {
        for (const [width, height] of sizes) numbers.push(x, y, width * grow, height * grow);
      }
    }
  });
  const anchors = Float32Array.from(numbers);
  anchorsBySide.set(side, anchors);
  return anchors;
}

/**
 * @param values all heads one after another: [anchors][4 box numbers, then `classes` logits].
 * @param atLeast score from which an anchor is a candidate.
 */
export function readSsd(
  values: Float32Array,
  side: number,
  classes: number,
  atLeast: number,
): Reading {
  const anchors = ssdAnchors(side);
  const stride = boxNumbers + classes;
  const count = anchors.length / anchorStride;
  if (values.length !== count * stride) {
    throw new RangeError(
      `SSD: ${values.length} numbers for ${count} anchors of ${classes} classes`,
    );
  }
  const best = new Float32Array(classes).fill(-Infinity);
  const threshold = logit(atLeast);
  const candidates: Candidate[] = [];
  for (let anchor = 0; anchor < count; anchor++) {
    const first = anchor * stride + boxNumbers;
    for (let index = 0; index < classes; index++) {
      const value = values[first + index] as number;
      if (value > (best[index] as number)) best[index] = value;
      if (value < threshold) continue;
      candidates.push({
        index,
        score: sigmoid(value),
        box: decodeBox(values, anchors, anchor, stride),
      });
    }
  }
  return { scores: best.map(sigmoid), candidates };
}

function decodeBox(values: Float32Array, anchors: Float32Array, anchor: number, stride: number) {
  const [dy = 0, dx = 0, dh = 0, dw = 0] = values.subarray(anchor * stride, anchor * stride + 4);
  const [cx = 0, cy = 0, w = 0, h = 0] = anchors.subarray(anchor * 4, anchor * 4 + 4);
  const width = Math.exp(dw / variance.size) * w;
  const height = Math.exp(dh / variance.size) * h;
  return {
    x: cx + (dx / variance.centre) * w - width / 2,
    y: cy + (dy / variance.centre) * h - height / 2,
    width,
    height,
  };
}

/**
 * Where a class shows: at each place of the finest map, how far the best score there rises above the
 * mean of its map. What a coarse map says of the whole picture alike tells nothing of where.
 */
export function ssdEvidence(
  values: Float32Array,
  side: number,
  classes: number,
  index: number,
): { side: number; values: Float32Array } {
  const maps = ssdSides(side);
  const fine = maps[0] ?? 1;
  const evidence = new Float32Array(fine * fine);
  const stride = boxNumbers + classes;
  let anchor = 0;
  maps.forEach((cells, layer) => {
    const perPlace = anchorSizes(layer).length;
    const best = new Float32Array(cells * cells);
    for (let place = 0; place < cells * cells; place++) {
      for (let i = 0; i < perPlace; i++, anchor++) {
        const score = sigmoid(values[anchor * stride + boxNumbers + index] as number);
        best[place] = Math.max(best[place] as number, score);
      }
    }
    const mean = best.reduce((sum, score) => sum + score, 0) / best.length;
    for (let row = 0; row < fine; row++) {
      for (let column = 0; column < fine; column++) {
        const at = row * fine + column;
        const over = sampleSquare(best, cells, (column + 0.5) / fine, (row + 0.5) / fine);
        evidence[at] = Math.max(evidence[at] as number, over - mean);
      }
    }
  });
  return { side: fine, values: evidence };
}

/** Bilinear value of a square grid at a fraction of its width and height. */
export function sampleSquare(grid: Float32Array, side: number, x: number, y: number): number {
  const column = Math.min(side - 1, Math.max(0, x * side - 0.5));
  const row = Math.min(side - 1, Math.max(0, y * side - 0.5));
  const left = Math.floor(column);
  const top = Math.floor(row);
  const right = Math.min(side - 1, left + 1);
  const bottom = Math.min(side - 1, top + 1);
  const at = (r: number, c: number) => grid[r * side + c] ?? 0;
  const across = column - left;
  const upper = at(top, left) * (1 - across) + at(top, right) * across;
  const lower = at(bottom, left) * (1 - across) + at(bottom, right) * across;
  return upper + (lower - upper) * (row - top);
}
