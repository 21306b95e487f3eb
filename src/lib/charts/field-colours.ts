/** Colours of a field over a plane: from one class over paper to the other. Pure but for reading the theme. */

export type Rgb = readonly [red: number, green: number, blue: number];

export interface FieldPalette {
  /** Where the field is −1. */
  readonly low: Rgb;
  readonly middle: Rgb;
  /** Where the field is +1. */
  readonly high: Rgb;
}

/** How much of a class's colour stands at the end: points of that class must still be seen on it. */
const strength = 0.62;

/** Paints values −1..1 as RGBA, row by row; beyond is as at the end, no number is see-through. */
export function paintField(
  values: ArrayLike<number>,
  { low, middle, high }: FieldPalette,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isNaN(value)) continue;
    const end = value < 0 ? low : high;
    const share = Math.min(1, Math.abs(value)) * strength;
    for (let c = 0; c < 3; c++) {
      pixels[4 * i + c] = middle[c]! + share * (end[c]! - middle[c]!);
    }
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** The theme's colours as numbers: class 2 below, paper between, class 1 above. */
export function readFieldPalette(element: Element): FieldPalette {
  const style = getComputedStyle(element);
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const read = (property: string): Rgb => {
    context.fillStyle = style.getPropertyValue(property);
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
    return [red!, green!, blue!];
  };
  return { low: read('--class-2'), middle: read('--paper-raised'), high: read('--class-1') };
}
