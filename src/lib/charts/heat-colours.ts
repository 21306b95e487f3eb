/** Colours of a heat map laid over a picture. Pure. */

/** Values of a map, row by row. */
export type HeatValues = readonly number[] | Float32Array;

/** A map flatter than this, relative to its peak, has no hot place. */
const FLAT = 0.05;

/**
 * Spreads the values of a map over 0..1: what stands out is what matters, whatever the level of the
 * rest. A flat map is all 0.
 */
export function stretchHeat(values: HeatValues): Float32Array {
  let least = Infinity;
  let most = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const span = most - least;
  const flat = !(span > FLAT * Math.abs(most));
  return Float32Array.from(values, (value) => (flat ? 0 : (value - least) / span));
}

/**
 * Paints values 0..1 as RGBA: nothing where there is nothing to say, then from deep violet over
 * red to pale yellow. Brightness rises all the way, so the order is read without seeing hues.
 */
export function paintHeat(values: HeatValues): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  for (let i = 0; i < values.length; i++) {
    const value = Math.min(1, Math.max(0, values[i] || 0));
    const [red, green, blue] = heatColour(value);
    pixels.set([red, green, blue, opacity(value)], i * 4);
  }
  return pixels;
}

/** Eight stops of the "inferno" map (matplotlib, CC0). */
const stops: readonly (readonly [number, number, number])[] = [
  [20, 11, 53],
  [74, 12, 107],
  [120, 28, 109],
  [165, 44, 96],
  [207, 68, 70],
  [237, 105, 37],
  [251, 155, 6],
  [252, 255, 164],
];

function heatColour(value: number): readonly [number, number, number] {
  const place = value * (stops.length - 1);
  const below = stops[Math.floor(place)] ?? stops[0]!;
  const above = stops[Math.ceil(place)] ?? below;
  const share = place - Math.floor(place);
  return [
    below[0] + (above[0] - below[0]) * share,
    below[1] + (above[1] - below[1]) * share,
    below[2] + (above[2] - below[2]) * share,
  ];
}

/** The picture stays visible everywhere: hot places are tinted, cold places are dimmed. */
function opacity(value: number): number {
  return 255 * (0.42 + 0.3 * value);
}
