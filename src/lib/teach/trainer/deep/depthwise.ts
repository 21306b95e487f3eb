/** Depthwise convolutions and their gradients, which the wasm backend lacks. Pure. */
import { createMaps, placementOf, type Maps, type MapShape, type Window } from './maps.ts';

/** Each channel with a filter of its own: [height, width, channels, 1]. */
export function depthwise(maps: Maps, filter: Float32Array, window: Window): Maps {
  const { height, width } = placementOf(maps, window);
  const { batch, channels } = maps;
  const out = createMaps({ batch, height, width, channels });
  eachMeeting(maps, window, (pixel, weight, place) => {
    for (let c = 0; c < channels; c++) {
      out.data[place + c]! += maps.data[pixel + c]! * filter[weight + c]!;
    }
  });
  return out;
}

/** @param gradient of what came out */
export function depthwiseBack(
  gradient: Maps,
  maps: Maps,
  filter: Float32Array,
  window: Window,
): { readonly filter: Float32Array<ArrayBuffer>; readonly maps: Maps } {
  const { channels } = maps;
  const own = new Float32Array(filter.length);
  const below = createMaps(maps);
  eachMeeting(maps, window, (pixel, weight, place) => {
    for (let c = 0; c < channels; c++) {
      const delta = gradient.data[place + c]!;
      own[weight + c]! += delta * maps.data[pixel + c]!;
      below.data[pixel + c]! += delta * filter[weight + c]!;
    }
  });
  return { filter: own, maps: below };
}

/** @param visit first values of a pixel of the input, of a place of the filter, of a pixel of the output */
function eachMeeting(
  shape: MapShape,
  window: Window,
  visit: (pixel: number, weight: number, place: number) => void,
): void {
  const { batch, height: inHeight, width: inWidth, channels } = shape;
  const { height, width, top, left } = placementOf(shape, window);
  const [windowHeight, windowWidth] = window.size;
  for (let n = 0; n < batch; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const place = ((n * height + y) * width + x) * channels;
        for (let dy = 0; dy < windowHeight; dy++) {
          const fromY = top + y * window.stride + dy;
          if (fromY < 0 || fromY >= inHeight) continue;
          for (let dx = 0; dx < windowWidth; dx++) {
            const fromX = left + x * window.stride + dx;
            if (fromX < 0 || fromX >= inWidth) continue;
            const pixel = ((n * inHeight + fromY) * inWidth + fromX) * channels;
            visit(pixel, (dy * windowWidth + dx) * channels, place);
          }
        }
      }
    }
  }
}
