/** Pixel formats described as three strided channels, so that one sampler reads them all. */
import { identityColour, yuvToRgb, type ColourMap, type YuvColourSpace } from './colour.ts';

/** One channel of 8-bit values inside a buffer. */
export interface Channel {
  /** Byte of the first value. */
  readonly offset: number;
  /** Bytes from one row to the next. */
  readonly stride: number;
  /** Bytes from one value to the next in a row. */
  readonly step: number;
  /** Frame pixels per value, across and down. */
  readonly across: number;
  readonly down: number;
}

export interface PlanarImage {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  readonly channels: readonly [Channel, Channel, Channel];
  readonly colour: ColourMap;
}

/** As `VideoFrame.copyTo` reports them. */
export interface PlaneLayout {
  readonly offset: number;
  readonly stride: number;
}

/** Formats read in place. Any other (deep colour, opaque) goes through a canvas. */
export const planarFormats = ['I420', 'I420A', 'I422', 'I444', 'NV12'] as const;
export const packedFormats = ['RGBA', 'RGBX', 'BGRA', 'BGRX'] as const;
export type ReadableFormat = (typeof planarFormats)[number] | (typeof packedFormats)[number];

export function isReadableFormat(format: string | null): format is ReadableFormat {
  return [...planarFormats, ...packedFormats].some((known) => known === format);
}

/** @throws RangeError when the layout has fewer planes than the format. */
export function planarImage(
  data: PlanarImage['data'],
  format: ReadableFormat,
  layout: readonly PlaneLayout[],
  width: number,
  height: number,
  space: YuvColourSpace = {},
): PlanarImage {
  const plane = (index: number, step: number, extra = 0, across = 1, down = 1): Channel => {
    const found = layout[index];
    if (!found) throw new RangeError(`${format} needs plane ${index}`);
    return { offset: found.offset + extra, stride: found.stride, step, across, down };
  };
  const base = { data, width, height };
  switch (format) {
    case 'RGBA':
    case 'RGBX':
      return {
        ...base,
        channels: [plane(0, 4, 0), plane(0, 4, 1), plane(0, 4, 2)],
        colour: identityColour,
      };
    case 'BGRA':
    case 'BGRX':
      return {
        ...base,
        channels: [plane(0, 4, 2), plane(0, 4, 1), plane(0, 4, 0)],
        colour: identityColour,
      };
    case 'NV12':
      return {
        ...base,
        channels: [plane(0, 1), plane(1, 2, 0, 2, 2), plane(1, 2, 1, 2, 2)],
        colour: yuvToRgb(space),
      };
    default: {
      const across = format === 'I444' ? 1 : 2;
      const down = format === 'I420' || format === 'I420A' ? 2 : 1;
      return {
        ...base,
        channels: [plane(0, 1), plane(1, 1, 0, across, down), plane(2, 1, 0, across, down)],
        colour: yuvToRgb(space),
      };
    }
  }
}
