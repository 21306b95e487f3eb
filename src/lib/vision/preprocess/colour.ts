/** YUV to RGB, as an affine map of three 0..255 values. Pure maths. */

/** Row-major 3×4: r = m0·a + m1·b + m2·c + m3, and so on. */
export type ColourMap = readonly number[];

export const identityColour: ColourMap = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0];

/** Luma weights of red and blue (ITU-R BT.601, BT.709, BT.2020). */
const lumaWeights: Record<string, readonly [red: number, blue: number]> = {
  smpte170m: [0.299, 0.114],
  bt470bg: [0.299, 0.114],
  bt709: [0.2126, 0.0722],
  'bt2020-ncl': [0.2627, 0.0593],
};

/** The parts of `VideoColorSpace` that matter here. */
export interface YuvColourSpace {
  readonly matrix?: string | null;
  readonly fullRange?: boolean | null;
}

/**
 * A frame that does not say (Chromium's fake camera, many webcams) is taken as limited-range BT.601,
 * as Chromium takes it on the way to a canvas.
 */
export function yuvToRgb(space: YuvColourSpace): ColourMap {
  const [red, blue] = lumaWeights[space.matrix ?? ''] ?? lumaWeights['smpte170m']!;
  const green = 1 - red - blue;
  const gain = space.fullRange ? 1 : 255 / 219;
  const chroma = (space.fullRange ? 1 : 255 / 224) * 2;
  const black = space.fullRange ? 0 : 16;
  const rv = chroma * (1 - red);
  const bu = chroma * (1 - blue);
  const gu = (-bu * blue) / green;
  const gv = (-rv * red) / green;
  const shift = (u: number, v: number) => -gain * black - 128 * (u + v);
  // prettier-ignore
  return [
    gain, 0, rv, shift(0, rv),
    gain, gu, gv, shift(gu, gv),
    gain, bu, 0, shift(bu, 0),
  ];
}
