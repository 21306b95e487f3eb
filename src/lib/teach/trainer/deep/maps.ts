/** A batch of maps, [batch, height, width, channels] in one array; and how windows move over them. Pure. */
import { outputSide } from '#lib/engine/graph/shapes.ts';

export interface MapShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

export interface Maps extends MapShape {
  readonly data: Float32Array<ArrayBuffer>;
}

export function createMaps(shape: MapShape): Maps {
  const { batch, height, width, channels } = shape;
  return {
    batch,
    height,
    width,
    channels,
    data: new Float32Array(batch * height * width * channels),
  };
}

export interface Window {
  /** Height and width of the window. */
  readonly size: readonly [number, number];
  readonly stride: number;
  readonly pad: 'same' | 'valid';
}

/** Where a window lies for each place of the output: TensorFlow's padding, the odd row at the end. */
export interface Placement {
  readonly height: number;
  readonly width: number;
  /** Of the window of the first output place; negative inside the padding. */
  readonly top: number;
  readonly left: number;
}

export function placementOf({ height, width }: MapShape, { size, stride, pad }: Window): Placement {
  const outHeight = outputSide(height, size[0], stride, pad);
  const outWidth = outputSide(width, size[1], stride, pad);
  const before = (out: number, side: number, window: number) =>
    pad === 'valid' ? 0 : -Math.floor(Math.max(0, (out - 1) * stride + window - side) / 2);
  return {
    height: outHeight,
    width: outWidth,
    top: before(outHeight, height, size[0]),
    left: before(outWidth, width, size[1]),
  };
}
