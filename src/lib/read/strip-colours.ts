/** Colours of a strip of states over time: steps across, units down. Pure. */
import type { Strip } from '#lib/text/reading.ts';

type Rgb = readonly [number, number, number];

/** Blue for above zero, orange for below, as tokens have them; nothing is the paper itself. */
const above: Rgb = [46, 116, 196];
const below: Rgb = [207, 98, 28];

/** RGBA of [units, steps] for values of [steps, units]; the largest of them is the full colour. */
export function paintStates(
  values: Float32Array,
  units: number,
): { readonly pixels: Uint8ClampedArray<ArrayBuffer>; readonly steps: number } {
  const steps = units === 0 ? 0 : values.length / units;
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 1e-6);
  const pixels = new Uint8ClampedArray(steps * units * 4);
  for (let step = 0; step < steps; step++) {
    for (let unit = 0; unit < units; unit++) {
      const value = values[step * units + unit]! / most;
      const [red, green, blue] = value > 0 ? above : below;
      // The square root brings out what is small.
      const alpha = 255 * Math.sqrt(Math.abs(value));
      pixels.set([red, green, blue, alpha], (unit * steps + step) * 4);
    }
  }
  return { pixels, steps };
}

/** A strip from one step to another, end exclusive. */
export function cutStrip(strip: Strip, from: number, to: number): Strip {
  const part = (values: Float32Array<ArrayBuffer>) =>
    values.slice(from * strip.units, to * strip.units);
  return {
    tokens: strip.tokens.slice(from, to),
    units: strip.units,
    hidden: part(strip.hidden),
    ...(strip.carry && { carry: part(strip.carry) }),
    gates: Object.fromEntries(
      Object.entries(strip.gates).map(([name, values]) => [name, values.slice(from, to)]),
    ),
  };
}

export interface UnitState {
  readonly unit: number;
  readonly value: number;
  /** Since the step before; since nothing, for the first. */
  readonly change: number;
}

/** The units that a step moved most. */
export function mostMoved({ hidden, units }: Strip, step: number, count: number): UnitState[] {
  return Array.from({ length: units }, (_, unit): UnitState => {
    const value = hidden[step * units + unit] ?? 0;
    return {
      unit,
      value,
      change: value - (step > 0 ? (hidden[(step - 1) * units + unit] ?? 0) : 0),
    };
  })
    .sort((a, b) => Math.abs(b.change) - Math.abs(a.change))
    .slice(0, count);
}
