/** Convolutions as products of matrices: windows laid out as rows (im2col), and back (col2im). Pure. */
import { createMaps, placementOf, type Maps, type MapShape, type Window } from './maps.ts';
import { transposed, type Multiply } from './multiply.ts';

/** A window of one pixel that never skips one: the maps already are the rows. */
const isPointwise = ({ size: [height, width], stride }: Window) =>
  height === 1 && width === 1 && stride === 1;

/** [places of the output, height · width · channels of the window] */
export function windowRows(maps: Maps, window: Window): Float32Array<ArrayBuffer> {
  if (isPointwise(window)) return maps.data;
  const { batch, channels } = maps;
  const { height, width } = placementOf(maps, window);
  const length = window.size[0] * window.size[1] * channels;
  const rows = new Float32Array(batch * height * width * length);
  eachPixel(maps, window, (row, place, pixel) => {
    const to = row * length + place * channels;
    rows.set(maps.data.subarray(pixel, pixel + channels), to);
  });
  return rows;
}

/** Adds rows of windows back to where they were taken from. */
function addWindowRows(rows: Float32Array, to: Maps, window: Window): void {
  if (isPointwise(window)) {
    for (let i = 0; i < rows.length; i++) to.data[i]! += rows[i]!;
    return;
  }
  const { channels } = to;
  const length = window.size[0] * window.size[1] * channels;
  eachPixel(to, window, (row, place, pixel) => {
    const from = row * length + place * channels;
    for (let c = 0; c < channels; c++) to.data[pixel + c]! += rows[from + c]!;
  });
}

/** @param visit row of the output, place in the window, first value of the pixel there */
function eachPixel(
  shape: MapShape,
  window: Window,
  visit: (row: number, place: number, pixel: number) => void,
): void {
  const { batch, height: inHeight, width: inWidth, channels } = shape;
  const { height, width, top, left } = placementOf(shape, window);
  const [windowHeight, windowWidth] = window.size;
  let row = 0;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, row++) {
        for (let dy = 0; dy < windowHeight; dy++) {
          const fromY = top + y * window.stride + dy;
          if (fromY < 0 || fromY >= inHeight) continue;
          for (let dx = 0; dx < windowWidth; dx++) {
            const fromX = left + x * window.stride + dx;
            if (fromX < 0 || fromX >= inWidth) continue;
            const pixel = ((n * inHeight + fromY) * inWidth + fromX) * channels;
            visit(row, dy * windowWidth + dx, pixel);
          }
        }
      }
    }
  }
}

/** @param filter [height, width, channels in, channels out] */
export function convolve(
  maps: Maps,
  filter: Float32Array,
  channels: number,
  window: Window,
  multiply: Multiply,
): { readonly out: Maps; readonly rows: Float32Array<ArrayBuffer> } {
  const rows = windowRows(maps, window);
  const { height, width } = placementOf(maps, window);
  const places = maps.batch * height * width;
  const data = multiply(rows, filter, places, filter.length / channels, channels);
  return { out: { batch: maps.batch, height, width, channels, data }, rows };
}

export interface ConvolutionGradients {
  readonly filter: Float32Array<ArrayBuffer>;
  /** Of the maps that went in; absent where nobody asked. */
  readonly maps?: Maps;
}

/**
 * @param rows as {@link convolve} gave them
 * @param gradient of what came out
 * @param wanted shape of what went in, where its gradient is needed
 */
export function convolveBack(
  gradient: Maps,
  rows: Float32Array,
  filter: Float32Array,
  window: Window,
  multiply: Multiply,
  wanted: MapShape | undefined,
): ConvolutionGradients {
  const { channels } = gradient;
  const places = gradient.data.length / channels;
  const length = filter.length / channels;
  const turnedRows = transposed(rows, places, length);
  const own = multiply(turnedRows, gradient.data, length, places, channels);
  if (!wanted) return { filter: own };
  const maps = createMaps(wanted);
  const turned = transposed(filter, length, channels);
  addWindowRows(multiply(gradient.data, turned, places, channels, length), maps, window);
  return { filter: own, maps };
}
